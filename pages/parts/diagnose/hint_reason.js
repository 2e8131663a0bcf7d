// Why something is advised, which follows the run. live.js is joined.

export default function (component) {
  const { data, parentElement } = component
  const line = parentElement.querySelector("p")
  return follow(component, (state) => {
    line.textContent = state?.reasons[data.name] ?? data.text
  })
}
