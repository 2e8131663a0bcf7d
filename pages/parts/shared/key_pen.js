// A pen under the keyboard: Tab comes to the canvas, arrow keys move the pen, Space puts it down and
// lifts it, and the canvas is sent what a mouse would send. pen_events.js is joined; joined to
// readable_frame.js.

const BOARD_NAME = /st-key-(number_)?canvas_\d/
const PEN_STEPS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  Home: [-1, -1], PageUp: [1, -1], End: [-1, 1], PageDown: [1, 1], // as on a number pad
}
const STEPS_HIGH = 28 // of them the canvas is high; with Shift each is a quarter
const PEN_HELP = "Canvas. Arrow keys move the pen, Space puts it down and lifts it."
const SAY_AFTER_MS = 300 // without a key, so that a screen reader is told where the pen has come to
const BACK_WITHIN_MS = 3000 // an emptied canvas is another one, which has the keys again
// Its own tools are what a finger can hit, and shown under a pointer alone: keys have the page's.
const TOOLS = `.dc-icon-button { min-width: 24px; min-height: 24px; }
.dc-root:not(:hover) > .dc-toolbar:not([data-pinned=true]) { visibility: hidden; }`

function makePen(frame, said) {
  return { frame, said, nib: frame.firstElementChild, held: new Set(), isDown: false, leftAt: 0 }
}

// Lets the keys come to the canvas that stands on the page; returns whether there is one to wait for.
function takeCanvas(pen) {
  const boards = [...document.querySelectorAll("[class*=canvas_]")]
  const board = boards.filter((each) => BOARD_NAME.test(each.className)).at(-1)
  const canvas = canvasWithin(board)
  if (!canvas || canvas === pen.canvas) return Boolean(board) && !canvas
  Object.assign(pen, { board, canvas, at: [canvas.width / 2, canvas.height / 2], isDown: false })
  canvas.getRootNode().append(Object.assign(document.createElement("style"), { textContent: TOOLS }))
  canvas.getRootNode().querySelectorAll(".dc-icon-button").forEach((tool) => { tool.tabIndex = -1 })
  board.tabIndex = 0
  board.setAttribute("role", "application")
  board.setAttribute("aria-label", PEN_HELP)
  board.onfocus = () => showPen(pen, board.matches(":focus-visible"))
  board.onblur = () => leaveCanvas(pen)
  board.onkeydown = (event) => pressKey(pen, event)
  board.onkeyup = ({ key }) => pen.held.delete(key)
  const wasHere = !pen.frame.hidden || Date.now() < pen.leftAt + BACK_WITHIN_MS
  if (document.activeElement === board) showPen(pen, true)
  else if (document.activeElement === document.body && wasHere) board.focus()
  return false
}

function leaveCanvas(pen) {
  if (pen.isDown && pen.canvas.isConnected) turnPen(pen)
  if (!pen.frame.hidden) pen.leftAt = Date.now()
  pen.held.clear()
  pen.frame.hidden = true
  pen.board.removeAttribute("data-pen")
}

// Of a canvas that a mouse has come to, the keys are the page's: a clicker turns its views with them.
function pressKey(pen, event) {
  if (pen.frame.hidden || event.target !== pen.board || event.ctrlKey || event.altKey || event.metaKey) return
  if (PEN_STEPS[event.key]) step(pen, event)
  else if (event.key === " ") event.repeat || turnPen(pen)
  else return
  event.preventDefault() // the page would scroll
  event.stopPropagation()
}

// Two arrow keys together move it slantwise.
function step(pen, { key, shiftKey }) {
  const { canvas, at, held } = pen
  if (!key.startsWith("Arrow")) held.clear()
  held.add(key)
  const length = canvas.height / STEPS_HIGH / (shiftKey ? 4 : 1)
  const sides = [canvas.width, canvas.height]
  pen.at = at.map((place, axis) => {
    const steps = [...held].reduce((sum, each) => sum + PEN_STEPS[each][axis], 0)
    return Math.min(Math.max(place + steps * length, 0), sides[axis])
  })
  if (!key.startsWith("Arrow")) held.clear()
  if (pen.isDown) movePen(canvas, pen.at)
  sayPen(pen)
}

function turnPen(pen) {
  pen.isDown = !pen.isDown
  const act = pen.isDown ? putPen : liftPenFrom
  act(pen.canvas, pen.at)
  sayPen(pen)
}

function sayPen(pen) {
  clearTimeout(pen.saying)
  pen.saying = setTimeout(() => {
    const { canvas, at: [x, y], isDown } = pen
    const [across, down] = [x, y].map((each) => Math.round(STEPS_HIGH * each / canvas.height))
    pen.said.textContent = `Pen ${isDown ? "down" : "up"}, ${across} from the left, ${down} from the top`
  }, SAY_AFTER_MS)
}

// Frames the canvas and shows where the pen is, for as long as the keys are there.
function showPen(pen, isSeen) {
  pen.frame.hidden = !isSeen
  pen.board.toggleAttribute("data-pen", isSeen) // by which a page knows that the keys are the pen's
  const { frame, nib, canvas, at, isDown } = pen
  if (!canvas.isConnected) leaveCanvas(pen)
  if (frame.hidden) return
  const { left, top, width, height } = canvas.getBoundingClientRect()
  Object.assign(frame.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` })
  nib.style.left = `${100 * at[0] / canvas.width}%`
  nib.style.top = `${100 * at[1] / canvas.height}%`
  nib.classList.toggle("down", isDown)
  cancelAnimationFrame(pen.painting)
  pen.painting = requestAnimationFrame(() => showPen(pen, !frame.hidden))
}
