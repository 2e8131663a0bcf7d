// Figures that grow with the page's type, as on a projector: their texts, marks, lines and margins.
// Joined to figure.js.

const TYPE_PX = 16 // of the type for which all figures are made
const LENGTHS = new Set(["size", "width", "height", "standoff", "ticklabelstandoff", "itemwidth",
  "xshift", "yshift", "t", "b", "l", "r", "borderwidth", "maxheight"])
const NUMBERS = new Set(["x", "y", "customdata", "meta", "range"])

function typeScale() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / TYPE_PX
}

function enlarged(part, scale) {
  if (typeof part === "string") return part.replace(/font-size:([\d.]+)px/g, (_, size) => (
    `font-size:${size * scale}px`
  ))
  if (Array.isArray(part)) return part.map((each) => enlarged(each, scale))
  if (part === null || typeof part !== "object") return part
  return Object.fromEntries(Object.entries(part).map(([name, value]) => {
    if (NUMBERS.has(name)) return [name, value]
    return [name, LENGTHS.has(name) ? longer(value, scale) : enlarged(value, scale)]
  }))
}

function longer(value, scale) {
  return typeof value === "number" ? scale * value : value
}
