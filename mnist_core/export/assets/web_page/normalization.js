// What the network gets of an image, as mnist_core/network/normalization.py makes it: the same steps
// in the same order, in doubles, and pixels in float32. The constants are that module's own.

function networkInput(image, normalization) {
  if (normalization === "none") return image
  const { x, y, slant, factor } = shapeOf(image, normalization === "slant_and_width")
  const lines = new Float32Array(SIDE * SIDE), input = new Float32Array(SIDE * SIDE)
  for (let row = 0; row < SIDE; row++) {
    const { before, share } = between(y - MIDDLE + row)
    for (let column = 0; column < SIDE; column++) {
      const above = inkAt(image, before, column), below = inkAt(image, before + 1, column)
      lines[row * SIDE + column] = mixInk(above, below, share)
    }
  }
  for (let row = 0; row < SIDE; row++) {
    const begin = x + slant * (row - MIDDLE)
    for (let column = 0; column < SIDE; column++) {
      const { before, share } = between(begin + (column - MIDDLE) / factor)
      const left = inkAt(lines, row, before), right = inkAt(lines, row, before + 1)
      input[row * SIDE + column] = mixInk(left, right, share)
    }
  }
  return input
}

function shapeOf(image, evensWidth) {
  let ink = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const steps = Math.floor(image[pixel] * INK_STEPS)
    const column = pixel % SIDE, row = Math.floor(pixel / SIDE)
    ink += steps
    x += steps * column
    y += steps * row
    xx += steps * column * column
    xy += steps * column * row
    yy += steps * row * row
  }
  ink = Math.max(ink, 1)
  x /= ink
  y /= ink
  const across = xx / ink - x * x, both = xy / ink - x * y, down = yy / ink - y * y
  const slant = within(both / Math.max(down, LEAST_HEIGHT), -MOST_SLANT, MOST_SLANT)
  if (!evensWidth) return { x, y, slant, factor: 1 }
  const upright = across - 2 * slant * both + slant * slant * down
  const width = Math.sqrt(Math.max(upright, LEAST_WIDTH * LEAST_WIDTH))
  return { x, y, slant, factor: within(Math.sqrt(USUAL_WIDTH / width), NARROWER, WIDER) }
}

function within(value, least, most) {
  return Math.min(Math.max(value, least), most)
}

// The pixel before a place, and how far it is to the next one.
function between(place) {
  const before = Math.floor(place)
  return { before, share: Math.fround(place - before) }
}

// Beyond the border is paper.
function inkAt(image, row, column) {
  return row < 0 || column < 0 || row >= SIDE || column >= SIDE ? 0 : image[row * SIDE + column]
}

function mixInk(first, second, share) {
  return first + Math.fround(share * Math.fround(second - first)) // rounded where it is put
}
