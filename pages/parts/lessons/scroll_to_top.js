// Goes back to the top of the page when what it shows has become something else, and takes the keys along:
// what they pressed is still there, out of sight.

let shown

export default function ({ data }) {
  const turned = shown !== undefined && shown !== data.shown
  shown = data.shown
  if (!turned) return
  const page = document.querySelector("[data-testid=stMain]"), heading = page.querySelector("h1, h2")
  page.scrollTo({ top: 0 })
  if (!heading || !page.contains(document.activeElement)) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}
