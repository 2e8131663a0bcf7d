// Runs a page's script again when what it follows is no longer as drawn; may show a line meanwhile.
// live.js is joined.

export default function (component) {
  const { data, parentElement } = component
  const line = parentElement.querySelector("p")
  if (!data.line) hide(parentElement)
  return follow(component, (state) => {
    line.hidden = !data.line || !state?.text
    line.querySelector(".text").textContent = state?.text ?? ""
  })
}

// What shows nothing takes no room: in Streamlit's columns each part has a gap below it.
function hide(parentElement) {
  const host = parentElement.getRootNode().host ?? parentElement
  host.closest("[data-testid=stElementContainer]")?.style.setProperty("display", "none")
}
