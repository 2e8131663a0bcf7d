// Makes the canvas as wide as its card where the window is narrow: streamlit-drawable-canvas 0.13 has
// one width, in which its strokes are told, so it is shown larger and keeps that one.

const rulers = new WeakMap()

export default function (component) {
  const { data, parentElement } = component
  const ruler = rulers.get(parentElement) ?? mount(parentElement)
  ruler.component = component
  ruler.data = data
  fit(ruler)
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => {
    if (ruler.component !== component) return
    ruler.observer.disconnect()
    ruler.style.remove()
    rulers.delete(parentElement)
  }
}

function mount(parentElement) {
  const ruler = { line: parentElement.querySelector("div"), style: document.createElement("style") }
  document.head.append(ruler.style)
  ruler.observer = new ResizeObserver(() => fit(ruler))
  ruler.observer.observe(ruler.line)
  rulers.set(parentElement, ruler)
  return ruler
}

// A rule of the page holds for the next canvas as well, from its first moment.
function fit({ line, style, data }) {
  const width = Math.min(line.clientWidth, data?.most)
  if (!width || !data) return
  const { size } = data, scale = width / size
  style.textContent = `[class*="st-key-canvas_"] { transform: scale(${scale});
      transform-origin: 0 0; margin-left: ${(line.clientWidth - width) / 2}px; }
    div:has(> .st-key-drawing_place.st-key-drawing_place) { flex: 0 0 ${width}px; height: ${width}px; }
    .st-key-drawing_place.st-key-drawing_place { overflow: visible; }`
}
