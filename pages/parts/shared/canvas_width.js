// Makes the canvas as wide as its place: streamlit-drawable-canvas 0.13 has one width, in which its
// strokes are told, so it is shown larger and keeps that one. What is below it is to be in sight as
// well.

const LEAST_PX = 200
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
    window.removeEventListener("resize", ruler.turned)
    ruler.style.remove()
    rulers.delete(parentElement)
  }
}

function mount(parentElement) {
  const ruler = { line: parentElement.querySelector("div"), style: document.createElement("style") }
  document.head.append(ruler.style)
  ruler.observer = new ResizeObserver(() => fit(ruler))
  ruler.observer.observe(ruler.line)
  ruler.turned = () => fit(ruler)
  window.addEventListener("resize", ruler.turned)
  rulers.set(parentElement, ruler)
  return ruler
}

// A rule of the page holds for the next canvas as well, from its first moment.
function fit({ line, style, data }) {
  if (!line.clientWidth || !data) return
  const scrolled = line.getRootNode().host?.closest("[data-testid=stMain]")?.scrollTop ?? 0
  const top = line.getBoundingClientRect().top + scrolled
  const high = Math.max(LEAST_PX, window.innerHeight - top - data.below)
  const width = Math.min(line.clientWidth, data.most, high)
  const { size } = data, scale = width / size
  style.textContent = `[class*="st-key-canvas_"] { transform: scale(${scale});
      transform-origin: 0 0; margin-left: ${(line.clientWidth - width) / 2}px; }
    div:has(> .st-key-drawing_place.st-key-drawing_place) { flex: 0 0 ${width}px; height: ${width}px; }
    .st-key-drawing_place.st-key-drawing_place { overflow: visible; }`
}
