/** Streamlit's box around this element is as tall as it will be: what stands under it may show (app.css). */
export function placed(parentElement) {
  const root = parentElement.getRootNode();
  (root.host ?? parentElement).closest(".stElementContainer")?.toggleAttribute("data-drawn", true);
}
