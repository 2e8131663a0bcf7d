// What the pen does on the lab's canvas, heard at the document, and what is on it meanwhile.
// streamlit-drawable-canvas 0.13 tells a drawing when the pen has rested for 0.2 s, so until then the
// strokes are made here, by fabric_path.js, of the same events that its Fabric hears. late_strokes.js
// is joined.

const STARTS = ["mousedown", "touchstart"]
const MOVES = ["mousemove", "touchmove"]
const ENDS = ["mouseup", "touchend"]
const CANVAS_PX = CANVAS_SIZE[0]
const TOLD_MS = 250 // from the lifted pen until the canvas has told what was written
const KEPT_MS = 3000 // from then, at most, until the script has drawn with it
const SETTLED_MS = 1500 // from then, or from what the script has drawn since, until that is the truth

// Gives a pen that calls changed() at each move, and began() before a stroke.
function watchPen(began, changed) {
  const pen = { board: null, given: [], written: [], places: null, picture: null }
  Object.assign(pen, { changed, toldAt: 0, emptiedAt: Infinity, boardAt: 0 })
  const ending = new AbortController()
  const listen = (kinds, act) => kinds.forEach((kind) => document.addEventListener(
    kind, act, { capture: true, passive: true, signal: ending.signal },
  ))
  listen(STARTS, (event) => beginStroke(pen, event) && (began(), changed()))
  listen(MOVES, (event) => moveOn(pen, event) && changed())
  listen(ENDS, (event) => liftPen(pen, event) && changed())
  listen(["touchcancel", "contextmenu"], () => dropStroke(pen) && changed())
  const press = (event) => {
    hearEmptying(pen, event)
    holdClick(pen, event)
  }
  document.addEventListener("click", press, { capture: true, signal: ending.signal })
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
  if (!same && board !== null) {
    writeAgain(pen, board, lateStrokes(pen))
    pen.isLate ||= pen.places !== null && pen.begunAt > pen.emptiedAt // and is still being written
    if (!pen.isLate) pen.places = null
    if (pen.board !== null) pen.boardAt = Date.now()
    pen.emptiedAt = Infinity
  }
  pen.written = same && added >= 0 ? pen.written.slice(added) : []
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
  if (pen.board === null || pen.places || event.button) return false
  const [canvas] = event.composedPath()
  const board = boardOf(event)
  if (canvas.tagName !== "CANVAS" || board === null) return beginBetween(pen, event)
  if (isEdited(canvas)) return false
  const isLate = event.isTrusted && (board !== pen.board || isLoading(pen))
  if (isLate) event.stopImmediatePropagation()
  Object.assign(pen, { canvas, box: canvas.getBoundingClientRect() })
  return startAt(pen, event, board, isLate)
}

// Where one canvas is gone and the next is not there, the pen is where they are.
function beginBetween(pen, event) {
  const { clientX: x, clientY: y } = event.changedTouches?.[0] ?? event
  const { left, right, top, bottom } = pen.box ?? {}
  const isThere = x >= left && x <= right && y >= top && y <= bottom
  if (!isThere || !(isEmptied(pen) || isLoading(pen))) return false
  return startAt(pen, event, isEmptied(pen) ? pen.board + 1 : pen.board, true)
}

function startAt(pen, event, strokeBoard, isLate) {
  const finger = event.changedTouches?.[0].identifier
  Object.assign(pen, { strokeBoard, isLate, finger, begunAt: Date.now() })
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
  const { places, begunAt, isLate } = pen
  Object.assign(pen, { places: null, isLate: false, toldAt: Date.now() + TOLD_MS })
  if (isLate) writeAgain(pen, Math.max(pen.strokeBoard, pen.board), [places])
  else pen.written.push({ ...penStroke(places, pen.width), places, begunAt })
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
  const until = pen.toldAt + (event.composedPath().some((node) => node.tagName === "A") ? KEPT_MS : 0)
  const press = () => {
    if (pen.written.length && Date.now() < until) setTimeout(press, LOOK_MS)
    else target.dispatchEvent(again)
  }
  setTimeout(press, early)
}

function boardOf(event) {
  const names = event.composedPath().map((node) => /st-key-canvas_(\d+)/.exec(node.className)?.[1])
  const number = names.find(Boolean)
  return number === undefined ? null : Number(number)
}

// Its own toolbar lets strokes be moved; that is told by the canvas, and not followed.
function isEdited(canvas) {
  return canvas.closest(".dc-root")?.querySelector(".dc-toolbar")?.dataset.pinned === "true"
}

function placeOf(pen, event) {
  const { clientX, clientY } = event.changedTouches?.[0] ?? event
  const now = pen.canvas.getBoundingClientRect()
  const box = now.width ? now : pen.box // one that is gone has no place
  return [
    (clientX - box.left) * (pen.canvas.width / box.width),
    (clientY - box.top) * (pen.canvas.height / box.height),
  ]
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}
