// What the pen does on the lab's canvas, heard at the document, and what is on it meanwhile.
// streamlit-drawable-canvas 0.13 tells a drawing when the pen has rested for 0.2 s, so until then the
// strokes are made here, by fabric_path.js, of the same events that its Fabric hears.

const STARTS = ["mousedown", "touchstart"]
const MOVES = ["mousemove", "touchmove"]
const ENDS = ["mouseup", "touchend"]
const CANVAS_PX = CANVAS_SIZE[0]
const TOLD_MS = 250 // from the lifted pen until the canvas has told what was written
const SETTLED_MS = 1500 // from then, or from what the script has drawn since, until that is the truth

// Gives a pen that calls changed() at each move, and began() before a stroke.
function watchPen(began, changed) {
  const pen = { board: null, given: [], written: [], places: null, picture: null, toldAt: 0 }
  pen.changed = changed
  const ending = new AbortController()
  const listen = (kinds, act) => kinds.forEach((kind) => document.addEventListener(
    kind, act, { capture: true, passive: true, signal: ending.signal },
  ))
  listen(STARTS, (event) => beginStroke(pen, event) && (began(), changed()))
  listen(MOVES, (event) => moveOn(pen, event) && changed())
  listen(ENDS, (event) => liftPen(pen, event) && changed())
  listen(["touchcancel", "contextmenu"], () => dropStroke(pen) && changed())
  const hold = (event) => holdClick(pen, event)
  document.addEventListener("click", hold, { capture: true, signal: ending.signal })
  pen.end = () => {
    ending.abort()
    clearTimeout(pen.settling)
  }
  return pen
}

// Takes what the script has drawn; what was written since stays. Clear and Undo begin another board.
function takeDocument(pen, { board, objects, picture, pen_width }) {
  const added = objects.length - pen.given.length
  const same = board === pen.board
  pen.written = same && added >= 0 ? pen.written.slice(added) : []
  if (!same) pen.places = null
  Object.assign(pen, { board, given: objects, width: pen_width })
  clearTimeout(pen.settling)
  if (pen.written.length) {
    const wait = Math.max(0, pen.toldAt - Date.now()) + SETTLED_MS
    pen.settling = setTimeout(() => settle(pen), wait)
  }
  pen.picture = picture && Float32Array.from(bytesOf(picture), (value) => value / 255)
}

// What the script does not know long after it was told is not on the canvas: its toolbar has undone it.
function settle(pen) {
  pen.written = []
  pen.changed()
}

function hasChanged(pen) {
  return pen.places !== null || pen.written.length > 0
}

function isEmpty(pen) {
  return !pen.picture && !pen.places && pen.given.length + pen.written.length === 0
}

// Reads what is on the canvas as mnist_core/ink/canvas_json.py does: the image, or null.
function readPen(pen) {
  const current = pen.places ? [penStroke(pen.places, pen.width)] : []
  const lines = [...pen.given, ...pen.written, ...current].flatMap((object) => linesOf(pen, object))
  if (pen.picture) return readOver(pen.picture, lines)
  const farthest = bounds([...lines.flat(), [0, 0]]).high
  const [width, height] = farthest.map((value) => Math.max(CANVAS_PX, value))
  return readStrokes({ width, height, strokes: lines }).image
}

function linesOf(pen, object) {
  const known = (pen.lines ??= new WeakMap())
  if (!known.has(object)) known.set(object, placedLines(object))
  return known.get(object)
}

// A digit of MNIST's is read as it is, with what was written over it.
function readOver(picture, lines) {
  const scale = CANVAS_PX / SIZE
  const inPixels = lines.map((line) => line.map(([x, y]) => [x / scale - 0.5, y / scale - 0.5]))
  const ink = lines.length ? drawLines(inPixels) : picture
  return picture.map((value, pixel) => Math.max(value, ink[pixel]))
}

function beginStroke(pen, event) {
  const [canvas] = event.composedPath()
  if (pen.board === null || pen.places || event.button || canvas.tagName !== "CANVAS") return false
  const isOurs = (node) => node.classList?.contains(`st-key-canvas_${pen.board}`)
  if (!event.composedPath().some(isOurs) || isEdited(canvas)) return false
  pen.canvas = canvas
  pen.finger = event.changedTouches?.[0].identifier
  const place = placeOf(pen, event)
  pen.places = [place, place] // Fabric's pen, too, begins with its place twice
  return true
}

function moveOn(pen, event) {
  if (!pen.places || event.changedTouches?.[0].identifier !== pen.finger) return false
  const place = placeOf(pen, event), last = pen.places.at(-1)
  if (place[0] === last[0] && place[1] === last[1]) return false
  if (event.shiftKey) pen.places.pop() // a straight line
  pen.places.push(place)
  return true
}

function liftPen(pen, event) {
  if (!pen.places || event.button || event.touches?.length) return false
  pen.written.push(penStroke(pen.places, pen.width))
  pen.places = null
  pen.toldAt = Date.now() + TOLD_MS
  return true
}

// Fabric loses a stroke in which another button is pressed.
function dropStroke(pen) {
  const dropped = pen.places !== null
  pen.places = null
  return dropped
}

// A click right after a stroke, a digit's key as well, waits until that has been told: Undo would take
// the stroke before it, a digit be kept without it, and a link leave the page without it.
function holdClick(pen, event) {
  const early = pen.toldAt - Date.now()
  const [target] = event.composedPath()
  if (early <= 0 || event.isHeld || target === pen.canvas) return
  pen.toldAt += APART_MS // for one that comes after this one
  event.preventDefault()
  event.stopImmediatePropagation()
  const again = new MouseEvent("click", { bubbles: true, cancelable: true, composed: true })
  again.isHeld = true
  setTimeout(() => target.dispatchEvent(again), early)
}

// Its own toolbar lets strokes be moved; that is told by the canvas, and not followed.
function isEdited(canvas) {
  return canvas.closest(".dc-root")?.querySelector(".dc-toolbar")?.dataset.pinned === "true"
}

function placeOf(pen, event) {
  const { clientX, clientY } = event.changedTouches?.[0] ?? event
  const box = pen.canvas.getBoundingClientRect()
  return [
    (clientX - box.left) * (pen.canvas.width / box.width),
    (clientY - box.top) * (pen.canvas.height / box.height),
  ]
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}
