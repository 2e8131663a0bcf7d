// What a mouse would send to a canvas that lies in the page's component of this element. Joined to
// late_strokes.js and key_pen.js.

function canvasWithin(board) {
  const host = [...(board?.querySelectorAll("*") ?? [])].find((part) => part.shadowRoot)
  const canvas = host?.shadowRoot.querySelector(".upper-canvas")
  return canvas?.getBoundingClientRect().width ? canvas : null
}

// Puts the pen down, moves it and lifts it, at a place in pixels of the canvas.
function putPen(canvas, place) {
  sendMouse("mousedown", canvas, place, canvas)
}

function movePen(canvas, place) {
  sendMouse("mousemove", canvas, place, document)
}

function liftPenFrom(canvas, place) {
  sendMouse("mouseup", canvas, place, document)
}

function sendMouse(kind, canvas, [x, y], target) {
  const box = canvas.getBoundingClientRect()
  target.dispatchEvent(new MouseEvent(kind, {
    bubbles: true,
    composed: true,
    clientX: box.left + x * box.width / canvas.width,
    clientY: box.top + y * box.height / canvas.height,
  }))
}
