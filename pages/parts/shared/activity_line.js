// What trains anywhere, as a link to it, and in the tab's title. live.js is joined.

const SEEN_MS = 5000 // an end stands in the title until the tab has been in sight for so long

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const link = parentElement.querySelector("a")
  let timer
  let title = data.name
  // Streamlit writes its own title again with each run of a page's script.
  const observer = new MutationObserver(() => { if (document.title !== title) document.title = title })
  observer.observe(document.head, { childList: true, subtree: true, characterData: true })
  const leave = follow(component, (state) => {
    link.hidden = !state?.text
    link.querySelector(".text").textContent = state?.text ?? ""
    link.href = `./?run=${state?.run ?? ""}`
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      setTriggerValue("opened", state.run)
    }
    clearTimeout(timer)
    entitle(state?.title)
    if (state?.title && !state.text) forgetOnceSeen()
  })

  function entitle(text) {
    title = text ? `${text} · ${data.name}` : data.name
    document.title = title
  }

  function forgetOnceSeen() {
    timer = setTimeout(() => (document.hidden ? forgetOnceSeen() : entitle("")), SEEN_MS)
  }

  return () => {
    clearTimeout(timer)
    observer.disconnect()
    leave()
  }
}
