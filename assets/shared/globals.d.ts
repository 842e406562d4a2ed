// What stands on the window beside the browser's own: plotly, which Streamlit brings.
interface Window {
  // biome-ignore lint/suspicious/noExplicitAny: plotly is published without types
  Plotly: any;
}
