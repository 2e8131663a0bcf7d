// Strokes that were begun after a press which empties the canvas, and before the new canvas was there:
// they are written on that one, by the same events that a mouse makes (pen_events.js). Joined to pen.js.

const EMPTYING = ["clear", "undo", "keep_"].map((key) => `[class*="st-key-${key}"]`).join()
const LOADED_MS = 100 // from the new canvas's appearance until it has its first drawing
const FOUND_WITHIN_MS = 3000

// Notes a press on Clear, Undo, or what a drawing is.
function hearEmptying(pen, event) {
  const isEmptying = (node) => node.matches?.(EMPTYING)
  if (!event.isHeld && event.composedPath().some(isEmptying)) pen.emptiedAt = Date.now()
}

// Gives the strokes written since then, each as the places where the pen was.
function lateStrokes({ written, emptiedAt }) {
  return written.filter((stroke) => stroke.begunAt > emptiedAt).map((stroke) => stroke.places)
}

async function writeAgain(pen, board, strokes) {
  const until = Date.now() + FOUND_WITHIN_MS
  const isReady = () => pen.board >= board && !isLoading(pen) && canvasOf(pen.board)
  while (strokes.length && !isReady() && Date.now() < until) await rest(LOADED_MS / 4)
  const canvas = canvasOf(pen.board)
  if (canvas) for (const places of strokes) writeStroke(canvas, places)
}

function isEmptied({ emptiedAt }) {
  return Date.now() >= emptiedAt && Date.now() < emptiedAt + FOUND_WITHIN_MS
}

// A new canvas would lose a stroke that comes before its first drawing.
function isLoading({ boardAt }) {
  return Date.now() < boardAt + LOADED_MS
}

function canvasOf(board) {
  return canvasWithin(document.querySelector(`.st-key-canvas_${board}`))
}

function writeStroke(canvas, places) {
  putPen(canvas, places[0])
  for (const place of places.slice(1)) movePen(canvas, place)
  liftPenFrom(canvas, places.at(-1))
}

function rest(ms) {
  return new Promise((then) => setTimeout(then, ms))
}
