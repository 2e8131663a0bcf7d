"""Who gets in: under which names the server answers, and who has a key.

access_control   Who gets in: everything that reaches the server passes here first, whatever answers
                 it then
announcement     What is printed where the lab is started, if others reach it: their links, and a
                 code to scan
listening        Where this process takes connections, and by which ones others reach this machine
person           Whose things are whose: a person, and what they may do with what belongs to whom
reach            Who can reach the server: this machine alone, or others, and under which names
refusal          The answer to whoever does not get in: one sentence, and a field for a key where
                 one is asked
request_limit    Refuses whoever asks the lab's own routes for too much at once: a middleware after
                 the door
room_keys        The keys of a room, the teacher's and everyone's, kept in the lab's home
room_links       The links with which others come in, and their code to scan
visitor_cookie   Who a browser is: an identity and a role in a cookie that the lab signs
websocket_guard  Ends a WebSocket whose visitor may no longer be in, such as when the room has a new
                 key

Tested under other names: listening by test_reach; person by test_owners; refusal and
websocket_guard by test_access_control; room_links by test_announcement; visitor_cookie by
test_room_keys.
"""
