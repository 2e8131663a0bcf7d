// The canvas's strokes, Fabric objects, as lines of points, as mnist_core/ink/fabric_json.py has
// them; and the stroke that Fabric's pen makes of the places where it was.

const PATH_STEPS = 16 // straight pieces for each curve
const DECIMATE = 0.4 // pixels of the canvas: of points closer than this Fabric drops the second
const ORIGINS = { left: -0.5, top: -0.5, right: 0.5, bottom: 0.5 }

// Gives the object that Fabric 7 makes of a pen's places, [x, y]: what its PencilBrush does.
function penStroke(places, penWidth) {
  const path = smoothPath(decimated(places), penWidth / 1000)
  const { low, high } = pathBox(path)
  const [left, top] = [0, 1].map((axis) => Number(((low[axis] + high[axis]) / 2).toFixed(4)))
  return { type: "Path", path, left, top, originX: "center", originY: "center" }
}

function decimated(places) {
  if (places.length <= 2) return places
  const last = places.length - 1
  const kept = [places[0]]
  for (let i = 1; i < last - 1; i++) {
    const [x, y] = kept[kept.length - 1]
    if ((x - places[i][0]) ** 2 + (y - places[i][1]) ** 2 >= DECIMATE ** 2) kept.push(places[i])
  }
  return [...kept, places[last]]
}

// Curves through the middles between places; both ends reach out a little, by signs of their own.
function smoothPath(places, reach) {
  const more = places.length > 2
  let [here, next] = places
  const side = (one, other) => Math.sign(one - other)
  const out = more ? [0, 1].map((axis) => side(places[2][axis], next[axis])) : [1, 0]
  const path = [["M", here[0] - out[0] * reach, here[1] - out[1] * reach]]
  for (let i = 1; i < places.length; i++) {
    if (here[0] !== next[0] || here[1] !== next[1]) {
      path.push(["Q", ...here, (here[0] + next[0]) / 2, (here[1] + next[1]) / 2])
    }
    here = places[i]
    next = places[i + 1] ?? next
  }
  const end = more ? [0, 1].map((axis) => side(here[axis], places.at(-2)[axis])) : out
  return [...path, ["L", here[0] + end[0] * reach, here[1] + end[1] * reach]]
}

// Gives an object's lines where it stands, moved and turned as it was edited.
function placedLines(object) {
  if (object.visible === false) return []
  const { low, high } = pathBox(object.path)
  const centre = [0, 1].map((axis) => (low[axis] + high[axis]) / 2)
  const turn = rotation(object.angle ?? 0)
  const matrix = times(turn, times(scaling(object), skewing(object)))
  const middle = middleOf(object, [high[0] - low[0], high[1] - low[1]], centre, turn)
  return pathLines(object.path).map((line) => line.map((point) => {
    const [x, y] = apply(matrix, [point[0] - centre[0], point[1] - centre[1]])
    return [x + middle[0], y + middle[1]]
  }))
}

function pathLines(path) {
  const lines = []
  for (const [command, ...numbers] of path) {
    const stops = pairs(numbers), line = lines.at(-1)
    if (command === "M") lines.push(stops)
    else if (command === "Z") line.push(line[0])
    else line.push(...bezier([line.at(-1), ...stops]))
  }
  return lines
}

function bezier(stops) {
  if (stops.length === 2) return [stops[1]]
  return [...Array(PATH_STEPS).keys()].map((step) => curveAt(stops, (step + 1) / PATH_STEPS))
}

function curveAt([a, b, c, d], t) {
  const rest = 1 - t
  return [0, 1].map((axis) => (d === undefined
    ? rest * rest * a[axis] + 2 * rest * t * b[axis] + t * t * c[axis]
    : rest ** 3 * a[axis] + 3 * rest * t * (rest * b[axis] + t * c[axis]) + t ** 3 * d[axis]))
}

// Fabric measures a quadratic curve as a cubic one that has its control point twice.
function pathBox(path) {
  const points = []
  let pen = [0, 0], start = pen
  for (const [command, ...numbers] of path) {
    const stops = pairs(numbers)
    if (command === "Q") points.push(...turns([pen, stops[0], ...stops]))
    if (command === "C") points.push(...turns([pen, ...stops]))
    pen = stops.at(-1) ?? start
    if (command === "M") start = pen
    points.push(pen)
  }
  return bounds(points)
}

function turns([a, b, c, d]) {
  const moments = [0, 1].flatMap((axis) => {
    const square = 3 * (d[axis] - a[axis] + 3 * (b[axis] - c[axis]))
    const linear = 6 * (a[axis] - 2 * b[axis] + c[axis]), begin = 3 * (b[axis] - a[axis])
    if (Math.abs(square) < 1e-12) return [-begin / linear]
    const root = Math.sqrt(linear * linear - 4 * square * begin)
    return [(-linear + root) / (2 * square), (-linear - root) / (2 * square)]
  })
  return moments.filter((t) => t > 0 && t < 1).map((t) => curveAt([a, b, c, d], t))
}

function pairs(numbers) {
  return numbers.flatMap((number, i) => (i % 2 ? [] : [[number, numbers[i + 1]]]))
}

function rotation(degrees) {
  const angle = degrees * Math.PI / 180
  return [[Math.cos(angle), -Math.sin(angle)], [Math.sin(angle), Math.cos(angle)]]
}

function scaling({ scaleX = 1, scaleY = 1, flipX, flipY }) {
  return [[flipX ? -scaleX : scaleX, 0], [0, flipY ? -scaleY : scaleY]]
}

function skewing({ skewX = 0, skewY = 0 }) {
  const [right, down] = [skewX, skewY].map((degrees) => Math.tan(degrees * Math.PI / 180))
  return times([[1, right], [0, 1]], [[1, 0], [down, 1]])
}

function times(first, second) {
  return first.map((row) => [0, 1].map((column) => (
    row[0] * second[0][column] + row[1] * second[1][column]
  )))
}

function apply(matrix, [x, y]) {
  return matrix.map((row) => row[0] * x + row[1] * y)
}

// What `left` and `top` give depends on the origin: the middle in Fabric 7, a corner in Fabric 5.
function middleOf(object, size, centre, turn) {
  const { left = centre[0], top = centre[1], strokeWidth = 0, strokeUniform } = object
  const scales = [object.scaleX ?? 1, object.scaleY ?? 1]
  const offset = [object.originX, object.originY].map((origin, axis) => {
    const pen = strokeUniform === true ? strokeWidth : strokeWidth * scales[axis]
    return (ORIGINS[origin] ?? 0) * (size[axis] * scales[axis] + pen)
  })
  const [right, down] = apply(turn, offset)
  return [left - right, top - down]
}
