// Lines drawn anew as mnist_core/pen.py does it: the same steps in the same order, in doubles. The
// constants are that module's own. A point is [x, y]; a piece is two points in a row.

function inkLines(lines, smallest) {
  const scale = (BOX - PEN_WIDTH) / Math.max(longerSide(lines.flat()), smallest)
  const curves = thinOut(thinOut(lines.map((line) => enlarge(line, scale))).map(curve))
  let pieces = curves.flatMap(cut)
  pieces = enlarge(pieces, (BOX - PEN_WIDTH) / Math.max(longerSide(pieces), smallest * scale))
  const { low, high } = bounds(pieces)
  pieces = move(pieces, CENTRE - (low[0] + high[0]) / 2, CENTRE - (low[1] + high[1]) / 2)
  const [x, y] = centreOfMass(inkPieces(pieces))
  return inkPieces(move(move(pieces, CENTRE, CENTRE), -x, -y))
}

// Draws lines where they are, in pixel indices.
function drawLines(lines) {
  return inkPieces(thinOut(lines).map(curve).flatMap(cut))
}

function enlarge(points, scale) {
  return points.map(([x, y]) => [x * scale, y * scale])
}

function move(points, right, down) {
  return points.map(([x, y]) => [x + right, y + down])
}

function bounds(points) {
  const low = [Infinity, Infinity], high = [-Infinity, -Infinity]
  for (const point of points) {
    for (const axis of [0, 1]) {
      low[axis] = Math.min(low[axis], point[axis])
      high[axis] = Math.max(high[axis], point[axis])
    }
  }
  return { low, high }
}

function longerSide(points) {
  const { low, high } = bounds(points)
  return Math.max(high[0] - low[0], high[1] - low[1])
}

// Drops points that lie closer than the finest step; a scribble gets a coarser one.
function thinOut(lines) {
  const paths = lines.map(pathLength)
  const total = paths.reduce((sum, path) => sum + path[path.length - 1], 0)
  const step = Math.max(FINEST_STEP, total / MOST_STEPS)
  return lines.map((line, at) => {
    const bins = paths[at].map((way) => Math.floor(way / step))
    const last = line.length - 1
    return line.filter((_, i) => i === 0 || i === last || bins[i] > bins[i - 1])
  })
}

function pathLength(line) {
  let way = 0
  return line.map((point, i) => (i === 0 ? 0 : (way += distance(point, line[i - 1]))))
}

// Not Math.hypot, whose last bits are each browser's own.
function distance(first, second) {
  const along = first[0] - second[0], across = first[1] - second[1]
  return Math.sqrt(along * along + across * across)
}

// Joins points by a centripetal Catmull-Rom curve: Barry and Goldman's pyramid (1988).
function curve(points) {
  const line = points.filter((point, i) => i === 0 || distance(point, points[i - 1]) > 1e-9)
  if (line.length < 3) return line
  const count = line.length
  const around = [
    beyond(line[0], line[1]), ...line, beyond(line[count - 1], line[count - 2]),
  ]
  let knot = 0
  const knots = around.map((point, i) => (
    i === 0 ? 0 : (knot += Math.sqrt(distance(point, around[i - 1])))
  ))
  const drawn = [line[0]]
  for (let first = 0; first < count - 1; first++) {
    for (let step = 1; step <= CURVE_STEPS; step++) drawn.push(onCurve(around, knots, first, step))
  }
  return drawn
}

function beyond(end, before) {
  return [2 * end[0] - before[0], 2 * end[1] - before[1]]
}

function onCurve(around, knots, first, step) {
  const [a, b, c, d] = around.slice(first, first + 4)
  const [t0, t1, t2, t3] = knots.slice(first, first + 4)
  const t = t1 + (t2 - t1) * (step === CURVE_STEPS ? 1 : step * (1 / CURVE_STEPS))
  const ab = mix(a, b, t0, t1, t), bc = mix(b, c, t1, t2, t), cd = mix(c, d, t2, t3, t)
  return mix(mix(ab, bc, t0, t2, t), mix(bc, cd, t1, t3, t), t1, t2, t)
}

function mix(first, second, start, end, moment) {
  const share = (moment - start) / (end - start)
  return [
    first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share,
  ]
}

function cut(line) {
  if (line.length === 1) return [line[0], line[0]]
  return line.slice(1).flatMap((point, i) => [line[i], point])
}

// Inks the pixels by their distance from the nearest piece.
function inkPieces(pieces) {
  const nearest = new Float64Array(SIZE * SIZE).fill(Infinity)
  for (let i = 0; i < pieces.length; i += 2) bringNearer(nearest, pieces[i], pieces[i + 1])
  return Float32Array.from(nearest, (squared) => (
    clip((PEN_WIDTH / 2 - Math.sqrt(squared)) / SOFTNESS + 0.5)
  ))
}

function bringNearer(nearest, [startX, startY], [endX, endY]) {
  const wayX = endX - startX, wayY = endY - startY
  const lengthSquared = Math.max(wayX * wayX + wayY * wayY, 1e-12)
  const rows = reached(startY, endY), columns = reached(startX, endX)
  for (let row = rows.first; row <= rows.last; row++) {
    for (let column = columns.first; column <= columns.last; column++) {
      const fromX = column - startX, fromY = row - startY
      const along = clip((fromX * wayX + fromY * wayY) / lengthSquared)
      const x = fromX - along * wayX, y = fromY - along * wayY
      const squared = x * x + y * y
      if (squared < nearest[row * SIZE + column]) nearest[row * SIZE + column] = squared
    }
  }
}

// Where a piece may leave ink: half a pen and half its soft edge away.
function reached(start, end) {
  const reach = (PEN_WIDTH + SOFTNESS) / 2
  return {
    first: Math.max(0, Math.ceil(Math.min(start, end) - reach)),
    last: Math.min(SIZE - 1, Math.floor(Math.max(start, end) + reach)),
  }
}

function clip(value) {
  return value < 0 ? 0 : value > 1 ? 1 : value
}

function centreOfMass(image) {
  let x = 0, y = 0, ink = 0
  image.forEach((value, pixel) => {
    x += value * (pixel % SIZE)
    y += value * Math.floor(pixel / SIZE)
    ink += value
  })
  return [x / ink, y / ink]
}
