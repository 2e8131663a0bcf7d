// The four numbers of a run or a sweep, painted as Streamlit paints its own. live.js is joined.

export default function (component) {
  const grid = component.parentElement.querySelector(".tiles")
  return follow(component, (state) => (
    state && paintTiles(grid, [...state.tiles, ...(component.data.others ?? [])])
  ))
}

function paintTiles(grid, tiles) {
  while (grid.children.length < tiles.length) grid.append(makeTile())
  tiles.forEach((tile, index) => {
    const card = grid.children[index]
    const part = (name) => card.querySelector(`.${name}`)
    part("label").textContent = tile.label
    part("value").textContent = tile.value
    const note = part("chip")
    note.textContent = tile.note
    note.className = `chip ${tile.trend}`
    part("help").hidden = !tile.help
    part("help").ariaLabel = tile.help
    part("bubble").textContent = tile.help
  })
}

function makeTile() {
  const card = document.createElement("div")
  card.className = "tile"
  card.innerHTML = `<div class="head"><span class="label"></span><span class="help" tabindex="0"
    role="note"><span class="icon" aria-hidden="true">help</span><span class="bubble"
    aria-hidden="true"></span></span></div><div class="number"><div class="value"></div></div><div
    class="chip"></div>`
  return card
}
