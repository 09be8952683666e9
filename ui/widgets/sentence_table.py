"""Every error code of the product, as what happened and what to do about it.

``{name}`` stands for a parameter of the error. A key ``code/reason`` comes before ``code`` when the error has that
reason. Nothing is to be done where the second sentence is empty: the desk or the station sees to it.
"""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

SENTENCES: dict[str, tuple[str, str]] = {
    # Signing in
    "session.refused": (
        QT_TRANSLATE_NOOP("sentence", "The login or the password is wrong."),
        QT_TRANSLATE_NOOP("sentence", "Type them again; after five failures the login is locked for ten minutes."),
    ),
    "session.locked": (
        QT_TRANSLATE_NOOP("sentence", "This login is locked until {until}: too many failed sign-ins."),
        QT_TRANSLATE_NOOP("sentence", "Wait until then, or ask an administrator for a new password."),
    ),
    "session.ended": (
        QT_TRANSLATE_NOOP("sentence", "The station has ended this session."),
        QT_TRANSLATE_NOOP("sentence", "Sign in again; orders that wait are kept."),
    ),
    "session.missing": (
        QT_TRANSLATE_NOOP("sentence", "Nobody is signed in."),
        QT_TRANSLATE_NOOP("sentence", "Sign in first."),
    ),
    "session.signed_out": (
        QT_TRANSLATE_NOOP("sentence", "Nobody is signed in."),
        QT_TRANSLATE_NOOP("sentence", "Sign in first."),
    ),
    "session.unauthorised": (
        QT_TRANSLATE_NOOP("sentence", "The station does not know who asks."),
        QT_TRANSLATE_NOOP("sentence", "Sign in again."),
    ),
    "password.wrong": (
        QT_TRANSLATE_NOOP("sentence", "This is not the present password."),
        QT_TRANSLATE_NOOP("sentence", "Type the password you signed in with."),
    ),
    "role.not_allowed": (
        QT_TRANSLATE_NOOP("sentence", "The role {role} may not do this."),
        QT_TRANSLATE_NOOP("sentence", "Ask a supervisor or an administrator to do it."),
    ),
    # Reaching the station
    "station.unreachable": (
        QT_TRANSLATE_NOOP("sentence", "The station cannot be reached."),
        QT_TRANSLATE_NOOP("sentence", "Check its address and the network; the desk keeps trying."),
    ),
    "station.unreachable/unknown_host": (
        QT_TRANSLATE_NOOP("sentence", "No machine of this name is known."),
        QT_TRANSLATE_NOOP("sentence", "Check the spelling of the station's address."),
    ),
    "station.unreachable/refused": (
        QT_TRANSLATE_NOOP("sentence", "The machine answers, but no station runs at this address."),
        QT_TRANSLATE_NOOP("sentence", "Check the port in the address, and that the station is running."),
    ),
    "station.unreachable/timeout": (
        QT_TRANSLATE_NOOP("sentence", "The station does not answer in time."),
        QT_TRANSLATE_NOOP("sentence", "Check the network and the station's address; the desk keeps trying."),
    ),
    "station.tls_refused": (
        QT_TRANSLATE_NOOP("sentence", "This desk does not trust the station's certificate: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Give the desk the authority that signed it, with the setting ca_file."),
    ),
    "station.failed": (
        QT_TRANSLATE_NOOP("sentence", "The station failed on this (status {status})."),
        QT_TRANSLATE_NOOP("sentence", "Try again; if it stays, look at the station's log."),
    ),
    "station.refused": (
        QT_TRANSLATE_NOOP("sentence", "The station refused this (status {status})."),
        QT_TRANSLATE_NOOP("sentence", "Look at the station's log."),
    ),
    "station.incompatible": (
        QT_TRANSLATE_NOOP("sentence", "This desk does not understand the station's answer ({what})."),
        QT_TRANSLATE_NOOP("sentence", "Bring desk and station to the same version."),
    ),
    "station.not_ready": (
        QT_TRANSLATE_NOOP("sentence", "The station on this machine is still starting."),
        QT_TRANSLATE_NOOP("sentence", "Try again in a moment."),
    ),
    "station.stopping": (
        QT_TRANSLATE_NOOP("sentence", "The station is shutting down."),
        QT_TRANSLATE_NOOP("sentence", "Wait until it is back; the desk keeps trying."),
    ),
    "station.address_malformed": (
        QT_TRANSLATE_NOOP("sentence", "This is not the address of a station."),
        QT_TRANSLATE_NOOP("sentence", "Type it like https://station.example or http://192.0.2.7:8750."),
    ),
    "station.ca_file_unusable": (
        QT_TRANSLATE_NOOP("sentence", "The file {file} holds no certificate."),
        QT_TRANSLATE_NOOP("sentence", "Point the setting ca_file to a PEM file with the authority's certificate."),
    ),
    # The feed
    "feed.failed": (
        QT_TRANSLATE_NOOP("sentence", "The desk lost the thread of what the station sends."),
        QT_TRANSLATE_NOOP("sentence", "It starts over by itself; if this comes back, send in the desk's log."),
    ),
    "feed.gap": (QT_TRANSLATE_NOOP("sentence", "An event is missing; the desk takes a new picture."), ""),
    "feed.resync": (QT_TRANSLATE_NOOP("sentence", "The desk was away too long; it takes a new picture."), ""),
    "feed.silent": (QT_TRANSLATE_NOOP("sentence", "The station has gone silent; the desk connects anew."), ""),
    "feed.too_slow": (
        QT_TRANSLATE_NOOP("sentence", "This desk could not keep up, and the station let it go."),
        QT_TRANSLATE_NOOP("sentence", "It connects anew; close other programs if this comes back."),
    ),
    "picture.gap": (QT_TRANSLATE_NOOP("sentence", "An event is missing; the desk takes a new picture."), ""),
    "event.malformed": (
        QT_TRANSLATE_NOOP("sentence", "The station sent an event that this desk does not understand."),
        QT_TRANSLATE_NOOP("sentence", "Bring desk and station to the same version."),
    ),
    "frame.malformed": (
        QT_TRANSLATE_NOOP("sentence", "Positions arrived in a form that cannot be read."),
        QT_TRANSLATE_NOOP("sentence", "Bring both ends to the same version."),
    ),
    # Orders
    "command.malformed": (
        QT_TRANSLATE_NOOP("sentence", "The station does not understand this order."),
        QT_TRANSLATE_NOOP("sentence", "Bring desk and station to the same version."),
    ),
    "request.malformed": (
        QT_TRANSLATE_NOOP("sentence", "The station does not accept what was given for {field}: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Correct it and try again."),
    ),
    "request.too_large": (
        QT_TRANSLATE_NOOP("sentence", "This is more than the station takes at once ({limit} bytes)."),
        QT_TRANSLATE_NOOP("sentence", "Send it in parts."),
    ),
    "idempotency.key_missing": (
        QT_TRANSLATE_NOOP("sentence", "An order came without the key that lets it be sent twice."),
        QT_TRANSLATE_NOOP("sentence", "Bring desk and station to the same version."),
    ),
    "idempotency.key_reused": (
        QT_TRANSLATE_NOOP("sentence", "Another order was given under the same key; this one was not carried out."),
        QT_TRANSLATE_NOOP("sentence", "Give the order again."),
    ),
    "order.key_taken": (
        QT_TRANSLATE_NOOP("sentence", "Another order waits under the same key; this one was not taken."),
        QT_TRANSLATE_NOOP("sentence", "Give the order again."),
    ),
    "order.not_storable": (
        QT_TRANSLATE_NOOP("sentence", "An order with a password does not wait for the station."),
        QT_TRANSLATE_NOOP("sentence", "Give it again when the station can be reached."),
    ),
    "order.withdrawn": (QT_TRANSLATE_NOOP("sentence", "The order was taken back before the station had it."), ""),
    "order.unreadable": (
        QT_TRANSLATE_NOOP("sentence", "An order that waited can no longer be read and was not sent."),
        QT_TRANSLATE_NOOP("sentence", "Look at the unit and give the order again."),
    ),
    "orders_file.full": (
        QT_TRANSLATE_NOOP("sentence", "The disk is full; the order was not taken."),
        QT_TRANSLATE_NOOP("sentence", "Make room on this machine's disk and give the order again."),
    ),
    "orders_file.unusable": (
        QT_TRANSLATE_NOOP("sentence", "The file of waiting orders {file} cannot be used: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Check the disk and the rights of its folder."),
    ),
    "orders_file.in_use": (
        QT_TRANSLATE_NOOP("sentence", "Another desk on this machine uses the file of waiting orders {file}."),
        QT_TRANSLATE_NOOP("sentence", "Close the other desk first."),
    ),
    "orders_file.too_new": (
        QT_TRANSLATE_NOOP("sentence", "The file of waiting orders {file} is from a newer version."),
        QT_TRANSLATE_NOOP("sentence", "Start the newer version of the desk."),
    ),
    "outbox.failed": (
        QT_TRANSLATE_NOOP("sentence", "An order could not be sent."),
        QT_TRANSLATE_NOOP("sentence", "It is kept and tried again; if this stays, send in the desk's log."),
    ),
    # Units, terminals, operators
    "unit.unknown": (
        QT_TRANSLATE_NOOP("sentence", "There is no unit with the number {number} any more."),
        QT_TRANSLATE_NOOP("sentence", "Somebody has retired it; choose another."),
    ),
    "terminal.unknown": (
        QT_TRANSLATE_NOOP("sentence", "There is no such terminal."),
        QT_TRANSLATE_NOOP("sentence", "Somebody has retired it; register it again if it is needed."),
    ),
    "operator.unknown": (
        QT_TRANSLATE_NOOP("sentence", "There is no such operator."),
        QT_TRANSLATE_NOOP("sentence", "Somebody has retired this operator; choose another."),
    ),
    "callsign.taken": (
        QT_TRANSLATE_NOOP("sentence", "Another unit has the callsign {callsign}."),
        QT_TRANSLATE_NOOP("sentence", "Choose another callsign."),
    ),
    "device_id.taken": (
        QT_TRANSLATE_NOOP("sentence", "Another terminal reports as {device_id}."),
        QT_TRANSLATE_NOOP("sentence", "Give this one an identifier of its own."),
    ),
    "login.taken": (
        QT_TRANSLATE_NOOP("sentence", "Another operator signs in as {login}."),
        QT_TRANSLATE_NOOP("sentence", "Choose another login."),
    ),
    "unit.retired": (
        QT_TRANSLATE_NOOP("sentence", "{callsign} was registered once and is retired now."),
        QT_TRANSLATE_NOOP("sentence", "Register it again under another callsign."),
    ),
    "unit.off_duty": (
        QT_TRANSLATE_NOOP("sentence", "{callsign} is off duty."),
        QT_TRANSLATE_NOOP("sentence", "Start its duty first."),
    ),
    "status.use_duty_end": (
        QT_TRANSLATE_NOOP("sentence", "Off duty is not a status to set."),
        QT_TRANSLATE_NOOP("sentence", "End the unit's duty instead."),
    ),
    "gateway.has_no_unit": (
        QT_TRANSLATE_NOOP("sentence", "A gateway reports for many terminals and belongs to no unit."),
        QT_TRANSLATE_NOOP("sentence", "Leave the unit empty, or choose another kind."),
    ),
    "operator.last_administrator": (
        QT_TRANSLATE_NOOP("sentence", "This is the last administrator."),
        QT_TRANSLATE_NOOP("sentence", "Make somebody else an administrator first."),
    ),
    # Reports of terminals
    "gateway.unknown": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reported to a gateway that does not exist."),
        QT_TRANSLATE_NOOP("sentence", "Type its address into it again; the registry shows it."),
    ),
    "method.not_allowed": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reported in a way that this gateway does not take."),
        QT_TRANSLATE_NOOP("sentence", "Check which app it runs and the address that was typed into it."),
    ),
    "report.too_large": (
        QT_TRANSLATE_NOOP("sentence", "A terminal sent more at once than the station takes."),
        QT_TRANSLATE_NOOP("sentence", "Let its app send in smaller parts."),
    ),
    "report.malformed": (
        QT_TRANSLATE_NOOP("sentence", "A terminal's report cannot be read."),
        QT_TRANSLATE_NOOP("sentence", "Check which app it runs and the address that was typed into it."),
    ),
    "report.encrypted": (
        QT_TRANSLATE_NOOP("sentence", "OwnTracks encrypts its reports with a key that the station does not have."),
        QT_TRANSLATE_NOOP("sentence", "Empty the encryption key in the app; TLS protects the way."),
    ),
    "report.position_invalid": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reported a position that is not on the Earth."),
        QT_TRANSLATE_NOOP("sentence", "Check the app and its location settings."),
    ),
    "report.time_invalid": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reported a time that cannot be read."),
        QT_TRANSLATE_NOOP("sentence", "Check the app and the device's clock."),
    ),
    "report.replayed": (
        QT_TRANSLATE_NOOP("sentence", "A terminal sent a report again that was taken before."),
        QT_TRANSLATE_NOOP(
            "sentence", "A phone that catches up does this once; if it goes on, start its app anew."
        ),
    ),
    "report.too_many": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reports faster than it may."),
        QT_TRANSLATE_NOOP("sentence", "Set a longer interval in its app; one report a second is plenty."),
    ),
    "terminal.unauthorised": (
        QT_TRANSLATE_NOOP("sentence", "A terminal reported with an address that is not, or no longer, valid."),
        QT_TRANSLATE_NOOP("sentence", "Type its present address into it; the registry shows it."),
    ),
    "terminal.not_a_gateway": (
        QT_TRANSLATE_NOOP("sentence", "A terminal spoke for others, which only a gateway may."),
        QT_TRANSLATE_NOOP("sentence", "Register it as a gateway."),
    ),
    "track.range_invalid": (
        QT_TRANSLATE_NOOP("sentence", "This is not a time range that a track can be shown for."),
        QT_TRANSLATE_NOOP("sentence", "Choose a shorter range that ends after it begins."),
    ),
    # The station's machine
    "data.in_use": (
        QT_TRANSLATE_NOOP("sentence", "Another station already works on the folder {folder}."),
        QT_TRANSLATE_NOOP("sentence", "Stop it, or give this one a folder of its own with --data."),
    ),
    "desk.in_use": (
        QT_TRANSLATE_NOOP("sentence", "Another desk already works in the folder {folder}."),
        QT_TRANSLATE_NOOP("sentence", "Use that one, or give this one a folder of its own with --data."),
    ),
    "data.not_writable": (
        QT_TRANSLATE_NOOP("sentence", "The folder {folder} cannot be written: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Change its rights, or choose another with --data."),
    ),
    "database.unusable": (
        QT_TRANSLATE_NOOP("sentence", "The database {file} cannot be used: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Restore it from a backup, or start with another folder."),
    ),
    "storage.full": (
        QT_TRANSLATE_NOOP("sentence", "The station's disk is full; nothing was changed."),
        QT_TRANSLATE_NOOP("sentence", "Make room on the station's disk and try again."),
    ),
    "storage.failed": (
        QT_TRANSLATE_NOOP("sentence", "The station could not write to its disk: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Check the station's disk; nothing was changed."),
    ),
    "log.broken": (
        QT_TRANSLATE_NOOP("sentence", "The station's log is damaged at event {seq}."),
        QT_TRANSLATE_NOOP("sentence", "Restore the data folder from a backup."),
    ),
    "tracks.damaged": (
        QT_TRANSLATE_NOOP("sentence", "A part of the stored tracks is damaged."),
        QT_TRANSLATE_NOOP("sentence", "The rest can be read; restore the data folder from a backup."),
    ),
    "tracks.failed": (
        QT_TRANSLATE_NOOP("sentence", "The stored tracks could not be read or written ({reason})."),
        QT_TRANSLATE_NOOP("sentence", "Look at the station's log and its disk."),
    ),
    "tracks.not_writable": (
        QT_TRANSLATE_NOOP("sentence", "The stored tracks cannot be written: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Change the rights of the folder, or make room on the disk."),
    ),
    "tracks.too_new": (
        QT_TRANSLATE_NOOP("sentence", "The stored tracks in {path} are from a newer version."),
        QT_TRANSLATE_NOOP("sentence", "Start the newer version of the station."),
    ),
    "port.in_use": (
        QT_TRANSLATE_NOOP("sentence", "Another program already uses port {port} on {host}."),
        QT_TRANSLATE_NOOP("sentence", "Stop it, or choose another port with --port."),
    ),
    "port.refused": (
        QT_TRANSLATE_NOOP("sentence", "The station may not listen on port {port} of {host}: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Choose a port above 1024 and an address of this machine."),
    ),
    "tls.unusable": (
        QT_TRANSLATE_NOOP("sentence", "The station's certificate or key cannot be used: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Check the settings tls_cert and tls_key."),
    ),
    "settings.invalid": (
        QT_TRANSLATE_NOOP("sentence", "The setting {name} cannot be used: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Correct it in {file}, in the environment or on the command line."),
    ),
    # Places and maps
    "report.not_writable": (
        QT_TRANSLATE_NOOP("sentence", "The report {file} cannot be written: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Choose a folder that can be written."),
    ),
    "desk.not_installed": (
        QT_TRANSLATE_NOOP("sentence", "This installation has no desk: {module} is missing."),
        QT_TRANSLATE_NOOP("sentence", "Run python3 installers/bootstrap.py desk, which installs it."),
    ),
    "desk.library_missing": (
        QT_TRANSLATE_NOOP("sentence", "Qt cannot start: the system has no {library}."),
        QT_TRANSLATE_NOOP("sentence", "Run python3 installers/bootstrap.py desk: it installs it, or says how."),
    ),
    "app.unexpected": (
        QT_TRANSLATE_NOOP("sentence", "Something went wrong that nobody expected ({kind})."),
        QT_TRANSLATE_NOOP("sentence", "Try again; if it stays, send in the desk's log."),
    ),
    "place.malformed": (
        QT_TRANSLATE_NOOP("sentence", "This is not a place."),
        QT_TRANSLATE_NOOP("sentence", "Type longitude and latitude like 24.9414 60.1719, or an MGRS reference."),
    ),
    "crs.unknown": (
        QT_TRANSLATE_NOOP("sentence", "No coordinate system {crs} is known."),
        QT_TRANSLATE_NOOP("sentence", "Name it by its EPSG code, like EPSG:3067."),
    ),
    "crs.out_of_area": (
        QT_TRANSLATE_NOOP("sentence", "This place lies outside the area of {crs}."),
        QT_TRANSLATE_NOOP("sentence", "Choose another coordinate system for the map."),
    ),
    "basemap.missing": (
        QT_TRANSLATE_NOOP("sentence", "The base map {name} is not there."),
        QT_TRANSLATE_NOOP(
            "sentence", "Units are shown without it; install the product again, or name another in the settings."
        ),
    ),
    "page.missing": (
        QT_TRANSLATE_NOOP("sentence", "A part of the map page is missing: {name}."),
        QT_TRANSLATE_NOOP("sentence", "Install the product again."),
    ),
    "page.not_built": (
        QT_TRANSLATE_NOOP("sentence", "The map page is not built: {folder} is empty."),
        QT_TRANSLATE_NOOP("sentence", "Start the product with installers/bootstrap.py, which builds it."),
    ),
    "request.unknown": (
        QT_TRANSLATE_NOOP("sentence", "The map asked for something this desk does not have: {path}."),
        QT_TRANSLATE_NOOP("sentence", "Install the product again."),
    ),
    # Live video
    "stream.absent": (
        QT_TRANSLATE_NOOP("sentence", "No video is being sent."),
        QT_TRANSLATE_NOOP("sentence", "It is shown as soon as the terminal sends; ask the crew to switch it on."),
    ),
    "stream.ended": (
        QT_TRANSLATE_NOOP("sentence", "The video was switched off at its source."),
        QT_TRANSLATE_NOOP("sentence", "It is shown again as soon as it is back."),
    ),
    "stream.silent": (
        QT_TRANSLATE_NOOP("sentence", "The source is connected, but sends no pictures."),
        QT_TRANSLATE_NOOP("sentence", "The desk connects anew; check the terminal's signal if it stays."),
    ),
    "stream.interrupted": (
        QT_TRANSLATE_NOOP("sentence", "The connection to the video was cut."),
        QT_TRANSLATE_NOOP("sentence", "The desk connects anew by itself."),
    ),
    "stream.unreachable": (
        QT_TRANSLATE_NOOP("sentence", "The source of the video cannot be reached."),
        QT_TRANSLATE_NOOP("sentence", "Check its address and the network; the desk keeps trying."),
    ),
    "stream.unreachable/unknown_host": (
        QT_TRANSLATE_NOOP("sentence", "No machine of this name is known."),
        QT_TRANSLATE_NOOP("sentence", "Check the spelling of the video's address."),
    ),
    "stream.unreachable/refused": (
        QT_TRANSLATE_NOOP("sentence", "The machine answers, but sends no video at this address."),
        QT_TRANSLATE_NOOP("sentence", "Check the port in the video's address; the desk keeps trying."),
    ),
    "stream.unreachable/timeout": (
        QT_TRANSLATE_NOOP("sentence", "The source of the video does not answer in time."),
        QT_TRANSLATE_NOOP("sentence", "Check that it is switched on and has a network; the desk keeps trying."),
    ),
    "stream.tls_refused": (
        QT_TRANSLATE_NOOP("sentence", "This desk does not trust the certificate of the video's source: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Give the desk the authority that signed it, with the setting ca_file."),
    ),
    "stream.refused": (
        QT_TRANSLATE_NOOP("sentence", "The source does not let this desk see its video."),
        QT_TRANSLATE_NOOP("sentence", "Check the user and the password in its address."),
    ),
    "stream.failed": (
        QT_TRANSLATE_NOOP("sentence", "The source of the video failed (status {status})."),
        QT_TRANSLATE_NOOP("sentence", "The desk keeps trying; look at the source's log if it stays."),
    ),
    "stream.unreadable": (
        QT_TRANSLATE_NOOP("sentence", "What the source sends is no video that can be read."),
        QT_TRANSLATE_NOOP("sentence", "Check the terminal's video settings; the desk keeps trying."),
    ),
    "stream.no_video": (
        QT_TRANSLATE_NOOP("sentence", "The source sends no pictures, only sound or data."),
        QT_TRANSLATE_NOOP("sentence", "Switch the camera of the terminal on."),
    ),
    "stream.codec_unknown": (
        QT_TRANSLATE_NOOP("sentence", "The video's encoding is unknown to this desk."),
        QT_TRANSLATE_NOOP("sentence", "Set the terminal to H.264 or H.265."),
    ),
    "stream.too_large": (
        QT_TRANSLATE_NOOP("sentence", "The pictures are too large to be shown ({width} × {height})."),
        QT_TRANSLATE_NOOP("sentence", "Set the terminal to 4K or less."),
    ),
    "stream.address_malformed": (
        QT_TRANSLATE_NOOP("sentence", "This is no address of a video."),
        QT_TRANSLATE_NOOP("sentence", "Write it as rtsp://, rtmp://, http:// or https:// with a host."),
    ),
    "stream.reader_failed": (
        QT_TRANSLATE_NOOP("sentence", "This desk failed in reading the video."),
        QT_TRANSLATE_NOOP("sentence", "It tries again by itself; look at the desk's log if it stays."),
    ),
    # The map page calls its faults by one word.
    "basemap": (
        QT_TRANSLATE_NOOP("sentence", "The base map cannot be shown."),
        QT_TRANSLATE_NOOP("sentence", "Units are shown without it; look at the desk's log for why."),
    ),
    "frames": (
        QT_TRANSLATE_NOOP("sentence", "The map has lost touch with the desk; what it shows is getting old."),
        QT_TRANSLATE_NOOP("sentence", "It tries again by itself; the list stays live."),
    ),
    "roster": (
        QT_TRANSLATE_NOOP("sentence", "The map cannot name the units."),
        QT_TRANSLATE_NOOP("sentence", "It tries again by itself; the list has their names."),
    ),
    "trails": (
        QT_TRANSLATE_NOOP("sentence", "The trails cannot be drawn."),
        QT_TRANSLATE_NOOP("sentence", "It tries again by itself; look at the desk's log if it stays."),
    ),
    "painter": (
        QT_TRANSLATE_NOOP("sentence", "The map can no longer draw the units."),
        QT_TRANSLATE_NOOP("sentence", "Reset the layout or start the desk again; the list stays live."),
    ),
    "streets.unreadable": (
        QT_TRANSLATE_NOOP("sentence", "The street graph {file} cannot be read."),
        QT_TRANSLATE_NOOP("sentence", "Install the product again, or build its base maps anew."),
    ),
    "streets.no_way": (QT_TRANSLATE_NOOP("sentence", "No street leads from the one place to the other."), ""),
    # Pushing video to the station, and reading it
    "stream.off_duty": (
        QT_TRANSLATE_NOOP("sentence", "{callsign} is off duty, so its video is not taken."),
        QT_TRANSLATE_NOOP("sentence", "Put the unit on duty first."),
    ),
    "stream.no_unit": (
        QT_TRANSLATE_NOOP("sentence", "No unit carries this terminal, so its video is not taken."),
        QT_TRANSLATE_NOOP("sentence", "Give the terminal to a unit first."),
    ),
    "stream.taken_over": (
        QT_TRANSLATE_NOOP("sentence", "Another device sends video as this terminal."),
        QT_TRANSLATE_NOOP("sentence", "Give each device an address of its own."),
    ),
    "stream.container_unknown": (
        QT_TRANSLATE_NOOP("sentence", "A terminal sends video in a form that the station cannot pass on."),
        QT_TRANSLATE_NOOP("sentence", "Let it send MPEG-TS, FLV, WebM or fragmented MP4."),
    ),
    "stream.malformed": (
        QT_TRANSLATE_NOOP("sentence", "A terminal sends video that is damaged."),
        QT_TRANSLATE_NOOP("sentence", "Start the video on the terminal again."),
    ),
    "stream.malformed/no_header": (
        QT_TRANSLATE_NOOP("sentence", "A terminal sends video without saying what is in it."),
        QT_TRANSLATE_NOOP("sentence", "Start the video on the terminal again."),
    ),
    "stream.malformed/no_key_frame": (
        QT_TRANSLATE_NOOP("sentence", "A terminal sends video without a picture to begin with."),
        QT_TRANSLATE_NOOP("sentence", "Set a key frame interval of two seconds on the terminal."),
    ),
    "stream.malformed/not_fragmented": (
        QT_TRANSLATE_NOOP("sentence", "A terminal sends an MP4 file that can only be read as a whole."),
        QT_TRANSLATE_NOOP("sentence", "Let it send fragmented MP4, or MPEG-TS."),
    ),
    "stream.oversized": (
        QT_TRANSLATE_NOOP("sentence", "A terminal sends video with parts larger than any camera makes."),
        QT_TRANSLATE_NOOP("sentence", "Set a lower picture size or rate on the terminal."),
    ),
    "ticket.refused": (
        QT_TRANSLATE_NOOP("sentence", "The permission to watch this video has expired."),
        QT_TRANSLATE_NOOP("sentence", "The desk asks for a new one by itself."),
    ),
}
