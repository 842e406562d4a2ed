// A canvas that is sharp on any screen: its size and what is drawn are in px of the page.

const LARGEST = 16000; // device px: wider canvases stay empty in Safari

const ratio = (width) => Math.min(devicePixelRatio || 1, LARGEST / Math.max(1, width));

export function resize(canvas, width, height) {
  const [wide, high] = [width, height].map((px) => Math.round(px * ratio(width)));
  if (canvas.width === wide && canvas.height === high) return;
  Object.assign(canvas, { width: wide, height: high });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
}

/** Wiped: what draws on it, and how high it is. */
export function cleared(canvas) {
  const ctx = canvas.getContext("2d");
  const sharp = ratio(parseFloat(canvas.style.width));
  ctx.setTransform(sharp, 0, 0, sharp, 0, 0);
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  ctx.textBaseline = "middle";
  return { ctx, height: canvas.height / sharp };
}
