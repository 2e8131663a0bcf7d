"""What several pages draw or ask.

actions          Doing what a reader asks for, or showing why it is refused
activity_line    What trains anywhere in the lab: a small line over every page, and the browser
                 tab's title
canvas_width     The digit's canvas shown as wide as its place, be that narrow or larger than the
                 canvas
choices          Menus whose texts change while they are open: of runs that train, of files that are
                 counted
chosen_run       Which run a page shows: chosen by the link or in this tab, or else opened by the
                 page itself
component        A component of the browser: HTML, and the script that fills it, registered once in
                 a server
copy_link        A button that copies a link of this page, to send it to somebody
damage           What of the lab's record is damaged: said over every page, which works on with the
                 rest
digit_canvas     The canvas on which this tab writes a digit, white on black, and what is on it
drawing          What this tab has drawn, for any page: its canvas forgets it out of sight
drawing_board    The board of this tab's digit: the canvas that is shown, what it began with, and
                 what covers it
figure           A Plotly figure that is updated in place, so that zoom and hidden series outlive an
                 update
live             What of a page moves by itself: components follow a feed, and no script of the page
                 runs for it
live_answer      The answer and the probabilities, which follow the pen: the browser reads with the
                 same network
login            What stands before every page where people log in: the offer, and the ticket for a
                 cookie
menu_pages       The lab's pages: the six of the menu, and those behind "More" at its right
network_cache    Networks out of snapshots, loaded once for each version of them and shared by all
                 pages
no_run           What a page shows that is about runs where there are none
open_run         The ways from a run to the pages that show it in full
owners           Whose things are whose, as a page says it, and the offer to give oneself a name
page_numbers     The numbers of a list's pages, to choose one: as many in sight as there is room for
page_visits      Which page this tab shows, and which one it showed in the run before
phone_menu       The menu of a narrow window: its pages in a row at the foot, as on a phone
readable_frame   What Streamlit's own frame lacks for who uses a keyboard, a screen reader or weak
                 eyes
reader           A run that reads what is drawn, with what it has learned by now
room             How this lab is reached and people log in to it, and who uses this browser's tab
room_board       The room's board: its groups in one chart, drawn again when a run has ended
run_curves       A run's two curves, loss and accuracy by epoch, which follow the run
run_progress     Where a run stands, as one line of a page that follows the run
run_table        Runs as a table, of the list or of a sweep: its columns sort the store, its rows
                 light up the charts
run_title        A run's name, its state as a badge, and its settings in small grey
settings_button  The way to the settings where the sidebar is closed, which it is on a phone at
                 first
stale_url        A page's address, which the server changes and the browser sends with each of its
                 requests
store            What every page needs: the store of this server
table            A small table of texts; the first of Streamlit's own would take a quarter of a
                 second
test_digits      MNIST's digits on a page: the one that is looked at, and what can be done with it
texts            How the pages write what is not about a run alone
ticked_runs      The runs that are ticked for a comparison in this tab, and the one that others are
                 measured against
tiles            Large numbers side by side, which follow what they are of
tour             A tour of the lab in five steps: each a card at the top of the page that it speaks
                 of
unknown_parts    What a link has that its page does not know: said while the page that it opened is
                 shown
whole_page       A page that Streamlit has emptied is drawn again

Tested by test_address, test_bad_links, test_components, test_everyone, test_fast_clicks,
test_keyboard, test_late_words, test_login, test_names, test_networks, test_phone,
test_session_keys, test_share_page, test_tour and test_train_page.
"""
