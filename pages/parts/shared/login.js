// Gives a ticket back to the lab, which sets its cookie for it, and opens the page that was asked for:
// only a new connection has the cookie. Without a ticket it notes which page that is.

const ASKED_FOR = "digitLabAskedFor" // in the tab's own storage, which no other site's page writes

export default function ({ data, parentElement }) {
  if (!data.ticket) return note()
  const tickets = (window.digitLabTickets ??= new Set())
  if (tickets.has(data.ticket)) return // Streamlit may draw a component again with the same data
  tickets.add(data.ticket)
  exchange(data, parentElement.querySelector("p"))
}

// A login leads to the first page, wherever it was begun and however it ended: that page alone, as
// where one that was given up is begun again, leaves what was noted.
function note() {
  if (!isFirstPage()) sessionStorage.setItem(ASKED_FOR, location.href)
}

async function exchange({ ticket, header }, status) {
  const address = new URL("./lab/ticket", document.baseURI)
  try {
    const answer = await fetch(address, { method: "POST", headers: { [header]: ticket } })
    if (answer.ok) open()
    else status.textContent = await answer.text()
  } catch {
    status.textContent = "The lab does not answer: open the page again."
  }
}

function open() {
  const noted = sessionStorage.getItem(ASKED_FOR)
  sessionStorage.removeItem(ASKED_FOR)
  if (noted && isFirstPage()) location.replace(noted)
  else location.reload()
}

function isFirstPage() {
  return location.pathname === new URL("./", document.baseURI).pathname && !location.search
}
