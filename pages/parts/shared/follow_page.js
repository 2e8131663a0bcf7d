// Runs a page's script again when what it follows is no longer as drawn; may show a line meanwhile.
// live.js is joined.

export default function (component) {
  const { data, parentElement } = component
  const line = parentElement.querySelector("p")
  return follow(component, (state) => {
    line.hidden = !data.line || !state?.text
    line.querySelector(".text").textContent = state?.text ?? ""
  })
}
