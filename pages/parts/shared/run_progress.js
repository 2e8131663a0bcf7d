// A run's progress in one line, as Streamlit paints its own. live.js is joined.

export default function (component) {
  const find = (name) => component.parentElement.querySelector(`.${name}`)
  return follow(
    component,
    (state) => {
      if (!state) return
      const bar = find("bar")
      find("text").classList.toggle("failed", state.failed)
      find("text").textContent = state.text
      find("note").textContent = state.note
      find("note").hidden = !state.note
      bar.hidden = state.failed
      bar.ariaValueNow = Math.round(100 * state.share)
      bar.firstElementChild.style.width = `${100 * state.share}%`
    },
    {
      sayCut(text) {
        find("link").hidden = !text
        find("link").textContent = text
      },
    },
  )
}
