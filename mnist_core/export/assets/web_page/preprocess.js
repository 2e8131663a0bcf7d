// A drawing made into the image that the network gets, with hints, as mnist_core/ink.py does it.

function readStrokes({ width, height, strokes }) {
  const lines = strokes.filter((stroke) => stroke.length > 0)
  if (lines.length === 0) return { image: null, hints: [] }
  const { low, high } = bounds(lines.flat())
  const atBorder = [width, height].some((side, axis) => (
    low[axis] <= BORDER * side || high[axis] >= (1 - BORDER) * side
  ))
  const longest = Math.max(width, height)
  const image = inkLines(lines, DOT * longest)
  const share = Math.max(high[0] - low[0], high[1] - low[1]) / longest
  return { image, hints: hintsAt(image, share, atBorder) }
}

function hintsAt(image, share, atBorder) {
  if (share < SPECK) return [ONLY_A_SPECK]
  return [...(atBorder ? [AT_BORDER] : []), ...(isTwoDigits(image) ? [TWO_DIGITS] : [])]
}

// Two high pieces stand side by side with paper between them.
function isTwoDigits(image) {
  const places = [...Array(SIZE).keys()]
  const inked = (row, column) => image[row * SIZE + column] > 0.25
  const height = (columns) => {
    const rows = places.filter((row) => columns.some((column) => inked(row, column)))
    return rows[rows.length - 1] - rows[0] + 1
  }
  const columns = places.filter((column) => places.some((row) => inked(row, column)))
  const parts = []
  columns.forEach((column, i) => {
    if (i === 0 || column - columns[i - 1] > GAP) parts.push([])
    parts[parts.length - 1].push(column)
  })
  return parts.filter((part) => height(part) >= DIGIT_HEIGHT * height(columns)).length > 1
}
