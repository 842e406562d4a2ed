// An arrow at each side of a box that scrolls: there is more on that side. Gone where there is none.
import { make } from "../shared/dom.js";
import { tr } from "../shared/texts.js";

const SHARE = 0.7; // of the box that a press scrolls by

export class More {
  /** `root`: what the arrows stand in; `box`: what scrolls. */
  constructor(root, box) {
    this.box = box;
    this.left = this.side("left", "‹", tr("Earlier steps"), -1);
    this.right = this.side("right", "›", tr("Later steps"), 1);
    root.append(this.left, this.right);
    box.addEventListener("scroll", () => this.show());
  }

  side(side, textContent, title, by) {
    const button = make("button", {
      type: "button",
      className: `more ${side}`,
      textContent,
      title,
      ariaLabel: title,
      hidden: true,
    });
    button.addEventListener("click", () => this.box.scrollBy({ left: by * SHARE * this.box.clientWidth }));
    return button;
  }

  /** `height`: px of the arrows. */
  update(height) {
    for (const el of [this.left, this.right]) el.style.height = `${height}px`;
    this.show();
  }

  show() {
    const { scrollLeft, scrollWidth, clientWidth } = this.box;
    this.left.hidden = scrollLeft < 1;
    this.right.hidden = scrollLeft + clientWidth > scrollWidth - 1;
  }
}
