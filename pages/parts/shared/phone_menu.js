// Links to the pages. A click opens a page in this session; the address alone would begin another.

export default function (component) {
  const { data, parentElement } = component
  const nav = parentElement.querySelector("nav")
  data.pages.forEach((page, i) => {
    const link = nav.children[i] ?? nav.appendChild(mount())
    const [icon, title] = link.children
    icon.textContent = page.icon
    title.textContent = page.title
    lead(link, page, component)
  })
  const help = parentElement.querySelector(".help")
  help.textContent = data.help.icon
  lead(help, data.help, component)
}

function lead(link, page, { data, setTriggerValue }) {
  link.href = page.name || "./"
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    setTriggerValue("chosen", page.name)
  }
  if (page.name === data.shown) link.setAttribute("aria-current", "page")
  else link.removeAttribute("aria-current")
}

function mount() {
  const link = document.createElement("a")
  const icon = document.createElement("span")
  icon.setAttribute("aria-hidden", "true")
  link.append(icon, document.createElement("span"))
  return link
}
