// A run's epochs as Keras prints them, with a button that copies them. live.js is joined.

export default function (component) {
  const { parentElement } = component
  const lines = parentElement.querySelector("pre")
  const copy = parentElement.querySelector("button")
  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(lines.textContent) // there is none over plain http
      copy.textContent = "check"
      setTimeout(() => { copy.textContent = "content_copy" }, 2000)
    } catch {
      getSelection().selectAllChildren(lines)
    }
  }
  return follow(component, (state) => {
    if (!state || state.text === lines.textContent) return
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 4
    lines.textContent = state.text
    if (atEnd) lines.scrollTop = lines.scrollHeight
  })
}
