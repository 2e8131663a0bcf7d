// Copies a link of this page; where the browser does not allow that, shows it in a field, selected.

const SHOWN_MS = 3_000

export default function ({ data, parentElement }) {
  const [button, label, field, status] = ["button", ".label", "input", "p"].map(
    (part) => parentElement.querySelector(part),
  )
  label.textContent = data.label
  const link = new URL(location.pathname, location.origin)
  link.search = new URLSearchParams(data.query)
  field.value = link.href
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(link.href) // there is no clipboard over plain http
      status.textContent = "The link is copied."
      setTimeout(() => { status.textContent = "" }, SHOWN_MS)
    } catch {
      field.hidden = false
      field.focus()
      field.select()
      status.textContent = "Copy it with Ctrl+C, or by a long press."
    }
  }
}
