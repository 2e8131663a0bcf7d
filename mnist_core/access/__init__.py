"""Who gets in: under which names the server answers, and who has a key or has logged in.

access_control   Who gets in: everything that reaches the server passes here first, whatever answers
                 it then
announcement     What is printed where the lab is started, if others reach it: their links, and a
                 code to scan
buckets          How much of something each person may still take: it comes back as time goes by
gate             What decides who gets in: a login, a key, or nothing where only the lab's own
                 machine comes
key_gate         Who gets in where nobody logs in: whoever has a key, or all where no others reach
                 the server
listening        Where this process takes connections, and by which ones others reach this machine
log_filter       Keeps the room's keys out of the log of addresses that a server may write
login            Login by a provider of identities: how it is set up, and who somebody is by it
login_cookie     Who a browser is by its login: an account in a cookie that the lab signs, given for
                 a ticket
login_gate       Who gets in where people log in: to data whoever has done so, to pages, which offer
                 it, all
person           Whose things are whose: a person, and what they may do with what belongs to whom
reach            Who can reach the server: this machine alone, or others, and under which names
refusal          The answer to whoever does not get in: one sentence, and a field for a key where
                 one is asked
request_limit    Refuses whoever asks for too much at once, or has too much open: a middleware after
                 the door
room_keys        The keys of a room, the teacher's and everyone's, and its address, kept in the
                 lab's home
room_links       The links with which others come in, and their code to scan
tickets          One-time tickets, for which a browser that has logged in gets the lab's own cookie
visitor_cookie   Who a browser is: an identity and a role in a cookie that the lab signs
websocket_guard  Ends a WebSocket whose visitor may no longer be in, such as when the room has a new
                 key

Tested under other names: buckets by test_request_limit; gate, key_gate, refusal and
websocket_guard by test_access_control; listening by test_reach; login_cookie by test_login_gate;
person by test_owners; room_links by test_announcement; visitor_cookie by test_room_keys.
"""
