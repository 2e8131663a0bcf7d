// While it is on the page, the lab's menus are out of sight, its type grows with the window, and the
// keys of a presenter's clicker turn to the next view or back. Joined with asking.js: a key may come
// while the page is drawn, when Streamlit would not answer; it is sent again until it was heard.

const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }
const AGAIN_MS = 1500
const ELSEWHERE = "input, textarea, select, [contenteditable], [role=slider], [data-pen]"
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
  if (stage.sent?.nonce === component.data.heard) {
    clearTimeout(stage.again)
    stage.sent = undefined
    send(stage)
  }
  // Streamlit also cleans up after a call that a newer one has overtaken: the newer one goes on.
  return () => {
    if (stage.component !== component) return
    window.removeEventListener("keydown", stage.press, true)
    clearTimeout(stage.again)
    stage.cancel?.()
    stage.style.remove()
    stages.delete(parentElement)
  }
}

function mount(parentElement) {
  const stage = { style: document.createElement("style"), steps: 0 }
  stage.style.textContent = LOOK
  document.head.append(stage.style)
  stage.press = (event) => {
    const steps = STEPS[event.key]
    const other = event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey
    const [target] = event.composedPath()
    if (!steps || other || target.closest?.(ELSEWHERE)) return
    event.preventDefault()
    stage.steps += steps
    send(stage)
  }
  window.addEventListener("keydown", stage.press, true)
  stages.set(parentElement, stage)
  return stage
}

// Sends what was pressed since the last time, one request after another.
function send(stage) {
  if (stage.sent || !stage.steps) return
  stage.sent = { steps: stage.steps, nonce: Date.now() }
  stage.steps = 0
  ask(stage)
}

function ask(stage) {
  stage.cancel = askWhenQuiet(() => {
    if (!stage.sent) return
    stage.component.setTriggerValue("turned", stage.sent)
    stage.again = setTimeout(() => ask(stage), AGAIN_MS)
  }, 0)
}
