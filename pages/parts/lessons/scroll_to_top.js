// Goes back to the top of the page when what it shows has become something else.

let shown

export default function ({ data }) {
  const turned = shown !== undefined && shown !== data.shown
  shown = data.shown
  if (turned) document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 })
}
