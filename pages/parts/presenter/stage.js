// While it is on the page, the lab's menus are out of sight, its type grows with the window, and the
// keys of a presenter's clicker turn to the next view or back.

const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }
const ELSEWHERE = "input, textarea, select, [contenteditable], [role=slider]"
const LOOK = `
  :root { font-size: clamp(16px, min(1.25vw, 2.2vh), 40px); }
  [data-testid=stHeader], [data-testid=stSidebar], .st-key-phone_menu, .st-key-activity_line {
    display: none; }
  .stMainBlockContainer.stMainBlockContainer { padding: 1rem 2rem; }
  [class*="st-key-canvas_"] { clip-path: inset(0); } /* its own toolbar stands above it */
  @media (max-width: 639.98px) { .st-key-room_corner { display: none; } }
`
const stages = new WeakMap()

export default function (component) {
  const { parentElement } = component
  const stage = stages.get(parentElement) ?? mount(parentElement)
  stage.component = component
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => {
    if (stage.component !== component) return
    window.removeEventListener("keydown", stage.press, true)
    stage.style.remove()
    stages.delete(parentElement)
  }
}

function mount(parentElement) {
  const stage = { style: document.createElement("style") }
  stage.style.textContent = LOOK
  document.head.append(stage.style)
  stage.press = (event) => {
    const steps = STEPS[event.key]
    const other = event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey
    const [target] = event.composedPath()
    if (!steps || other || target.closest?.(ELSEWHERE)) return
    event.preventDefault()
    stage.component.setTriggerValue("turned", { steps, nonce: Date.now() })
  }
  window.addEventListener("keydown", stage.press, true)
  stages.set(parentElement, stage)
  return stage
}
