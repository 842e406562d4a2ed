// What the keys and the buttons of the sweep stage do.
import { placeOf } from "./link.js";
import { stepFront } from "./moves.js";

export function actionsOf(stage) {
  return {
    first: () => (stage.inPath ? stage.end(0) : stage.go({ front: stage.stops.length })),
    last: () => (stage.inPath ? stage.end(stage.data.of) : stage.go({ front: 0 })),
    back: () =>
      stage.inPath ? stage.end(stage.at.k - 1) : stage.go({ front: stepFront(stage.stops, stage.at.front, 1) }),
    next: () =>
      stage.inPath ? stage.end(stage.at.k + 1) : stage.go({ front: stepFront(stage.stops, stage.at.front, -1) }),
    opNext: () => stage.part(1),
    opBack: () => stage.part(-1),
    play: () => stage.play(),
    speed: (key) => stage.player.setSpeed(key),
    notation: (notation) => stage.write(notation),
    view: (view) => stage.view(view),
    whole: (whole) => stage.choose({ whole, front: Math.min(stage.at.front, 1) }),
    example: (example) => stage.go({ example, factor: 1 }),
    parameter: (parameter) => stage.choose({ parameter }),
    longer: (by) => stage.longer(by),
    reset: () => stage.go({ front: 1, factor: 1 }),
    undo: () => stage.travel(stage.edits.back(stage.data.table)),
    redo: () => stage.travel(stage.edits.on(stage.data.table)),
    unpin: () => stage.point(null),
  };
}

/** The items of a link that the stage takes without Python. */
export const MOVES = ["view", "example", "k", "front", "factor", "notation"];

/** To the place that a link's items name. The exhibit of the sum is Python's to draw. */
export function arriveAt(stage, items) {
  const { notation, view, ...place } = placeOf(items);
  stage.player.stop();
  if (notation !== stage.at.notation) stage.write(notation);
  if (view !== stage.at.view && stage.most === null) view === "sum" ? stage.choose({ view }) : stage.go({ view });
  stage.go(place);
}
