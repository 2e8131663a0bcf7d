// The page itself: a pen on the canvas, what it wrote read again at every move, and the answer.

const [WIDTH, HEIGHT] = CANVAS_SIZE
const PEN = 22 // as wide as on the lab's own canvas; the network never sees it
const SLOW_MS = 30 // to read: a larger network waits until the pen is lifted
const ASK = "Draw a digit with the mouse or a finger."

const board = document.getElementById("board")
const layers = readLayers(document.querySelectorAll("script[data-outputs]"))
const bars = makeBars(document.getElementById("bars"))
let strokes = [] // each a list of [x, y]
const past = [] // what was drawn before each change
let pointer = null // the pointer that is writing
let asked = 0, took = 0

window.digitLab = {
  // Reads a drawing, {width, height, strokes: [[[x, y], ...], ...]}, exactly as the lab does. The
  // image is the one that the network sees.
  read(drawing) {
    const { image: drawn, hints } = readStrokes(checked(drawing))
    if (drawn === null) return { digit: null, probabilities: null, image: null, hints, doubt: "" }
    const image = networkInput(drawn, NORMALIZATION)
    const probabilities = [...forward(layers, image, ACTIVATION)]
    const digit = probabilities.indexOf(Math.max(...probabilities))
    const rows = [...Array(SIZE).keys()].map((row) => [...image.slice(row * SIZE, (row + 1) * SIZE)])
    return { digit, probabilities, image: rows, hints, doubt: doubtText(probabilities) }
  },
  // Gives what is on the canvas, as the lab reads it from a file.
  drawing: () => ({ width: WIDTH, height: HEIGHT, strokes }),
}

board.addEventListener("pointerdown", begin)
board.addEventListener("pointermove", follow)
for (const kind of ["pointerup", "pointercancel"]) board.addEventListener(kind, lift)
document.getElementById("clear").addEventListener("click", clear)
document.getElementById("undo").addEventListener("click", undo)
document.addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.metaKey
  if (event.key === "Escape") clear()
  if (command && !event.shiftKey && event.key.toLowerCase() === "z") {
    event.preventDefault()
    undo()
  }
})
new ResizeObserver(paint).observe(board)
show()

function checked(drawing) {
  const isNumber = (value) => Number.isFinite(value) && Math.abs(value) <= MAX_COORDINATE
  const isPoint = (point) => Array.isArray(point) && point.length > 1
    && isNumber(point[0]) && isNumber(point[1])
  const isStroke = (stroke) => Array.isArray(stroke) && stroke.every(isPoint)
  const { width, height, strokes: lines } = drawing ?? {}
  const sized = isNumber(width) && isNumber(height) && Math.min(width, height) > 0
  if (sized && Array.isArray(lines) && lines.every(isStroke)) return drawing
  throw new TypeError("A drawing is {width, height, strokes: [[[x, y], ...], ...]}, in numbers.")
}

function begin(event) {
  if (pointer !== null || event.button !== 0) return
  event.preventDefault()
  board.setPointerCapture(event.pointerId)
  pointer = event.pointerId
  change([...strokes, [place(event)]])
}

function follow(event) {
  if (event.pointerId !== pointer) return
  const events = event.getCoalescedEvents?.() ?? []
  strokes[strokes.length - 1].push(...(events.length ? events : [event]).map(place))
  paint()
  if (took < SLOW_MS) cancelAnimationFrame(asked), asked = requestAnimationFrame(show)
}

function lift(event) {
  if (event.pointerId !== pointer) return
  pointer = null
  show()
  announce()
}

function place(event) {
  const box = board.getBoundingClientRect()
  return [
    (event.clientX - box.left) / box.width * WIDTH, (event.clientY - box.top) / box.height * HEIGHT,
  ]
}

function clear() {
  if (strokes.length === 0) return
  pointer = null
  change([])
  announce()
}

function undo() {
  if (past.length === 0) return
  pointer = null
  strokes = past.pop()
  paint()
  show()
  announce()
}

function change(changed) {
  past.push(strokes)
  strokes = changed
  paint()
  show()
}

function paint() {
  const scale = window.devicePixelRatio || 1
  board.width = Math.round(board.clientWidth * scale)
  board.height = Math.round(board.clientHeight * scale)
  const ink = board.getContext("2d")
  ink.scale(board.width / WIDTH, board.height / HEIGHT)
  ink.strokeStyle = "#fff"
  ink.lineWidth = PEN
  ink.lineCap = ink.lineJoin = "round"
  for (const stroke of strokes) paintStroke(ink, stroke)
}

// Curves through the middles between points, which look like ink.
function paintStroke(ink, stroke) {
  ink.beginPath()
  ink.moveTo(...stroke[0])
  stroke.slice(1).forEach((point, i) => {
    const before = stroke[i]
    ink.quadraticCurveTo(...before, (before[0] + point[0]) / 2, (before[1] + point[1]) / 2)
  })
  ink.lineTo(...stroke[stroke.length - 1])
  ink.stroke()
}

function show() {
  cancelAnimationFrame(asked)
  const began = performance.now()
  const { digit, probabilities, image, hints, doubt } = window.digitLab.read(window.digitLab.drawing())
  took = performance.now() - began
  const nothing = digit === null
  document.getElementById("digit").textContent = nothing ? "–" : digit
  document.getElementById("digit").classList.toggle("nothing", nothing)
  document.getElementById("sure").textContent = nothing ? "" : sure(probabilities[digit])
  document.getElementById("hint").textContent = nothing ? ASK : hints.join(" ") || doubt
  document.getElementById("clear").setAttribute("aria-disabled", nothing)
  document.getElementById("undo").setAttribute("aria-disabled", past.length === 0)
  showImage(image)
  bars.forEach((bar, i) => showBar(bar, nothing ? null : probabilities[i], i === digit))
}

function sure(share) {
  return `${percent(share)} sure`
}

function percent(share) {
  return `${(100 * share).toFixed(1)}%`
}

function showImage(image) {
  const pixels = new ImageData(SIZE, SIZE)
  for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
    const gray = image === null ? 0 : 255 * image[Math.floor(pixel / SIZE)][pixel % SIZE]
    pixels.data.set([gray, gray, gray, 255], 4 * pixel)
  }
  document.getElementById("seen").getContext("2d").putImageData(pixels, 0, 0)
}

function makeBars(list) {
  list.textContent = "" // a page saved by a browser has the bars of that moment
  return [...Array(10).keys()].map((digit) => {
    const row = list.appendChild(document.createElement("li"))
    const [name, track, share] = ["name", "track", "share"].map((kind) => {
      const part = row.appendChild(document.createElement("span"))
      part.className = kind
      return part
    })
    name.textContent = digit
    return { row, share, fill: track.appendChild(document.createElement("span")) }
  })
}

function showBar({ row, share, fill }, probability, best) {
  row.classList.toggle("best", best)
  row.classList.toggle("faint", probability !== null && !best && probability < 0.0005)
  share.textContent = probability === null ? "" : percent(probability)
  fill.style.transform = `scaleX(${probability ?? 0})`
}

// For screen readers, once the pen is lifted.
function announce() {
  const [digit, sureness, hint] = ["digit", "sure", "hint"].map((id) => (
    document.getElementById(id).textContent
  ))
  const text = strokes.length === 0 ? "Nothing is drawn." : `It reads ${digit}, ${sureness}. ${hint}`
  document.getElementById("said").textContent = text
}
