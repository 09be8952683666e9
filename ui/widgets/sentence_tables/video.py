"""Live video: showing it, sending it, and what it may not be."""

from __future__ import annotations

from ui.widgets.i18n import QT_TRANSLATE_NOOP

VIDEO: dict[str, tuple[str, str]] = {
    "stream.absent": (
        QT_TRANSLATE_NOOP("sentence", "No video is being sent."),
        QT_TRANSLATE_NOOP("sentence", "It is shown as soon as the terminal sends; ask the crew to switch it on."),
    ),
    "stream.absent/unauthorised": (
        QT_TRANSLATE_NOOP("sentence", "Video comes for this terminal, but not with its secret."),
        QT_TRANSLATE_NOOP("sentence", "Type its present address into the device; the registry shows it."),
    ),
    "stream.absent/container_unknown": (
        QT_TRANSLATE_NOOP("sentence", "The terminal sends something that is no video the station knows."),
        QT_TRANSLATE_NOOP("sentence", "Let it send MPEG-TS, FLV, WebM or fragmented MP4."),
    ),
    "stream.absent/malformed": (
        QT_TRANSLATE_NOOP("sentence", "The terminal sends video that is damaged."),
        QT_TRANSLATE_NOOP("sentence", "Start the video on the terminal again."),
    ),
    "stream.absent/no_header": (
        QT_TRANSLATE_NOOP("sentence", "The terminal sends video without saying what is in it."),
        QT_TRANSLATE_NOOP("sentence", "Start the video on the terminal again."),
    ),
    "stream.absent/no_key_frame": (
        QT_TRANSLATE_NOOP("sentence", "The terminal sends no picture to begin with."),
        QT_TRANSLATE_NOOP("sentence", "Switch its camera on, with a key frame every two seconds."),
    ),
    "stream.absent/not_fragmented": (
        QT_TRANSLATE_NOOP("sentence", "The terminal sends an MP4 file that can only be read as a whole."),
        QT_TRANSLATE_NOOP("sentence", "Let it send fragmented MP4, or MPEG-TS."),
    ),
    "stream.absent/oversized": (
        QT_TRANSLATE_NOOP("sentence", "The terminal sends video with parts larger than any camera makes."),
        QT_TRANSLATE_NOOP("sentence", "Set a lower picture size or rate on the terminal."),
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
    "stream.unreachable/transport": (
        QT_TRANSLATE_NOOP("sentence", "The camera does not send its video over the transport that was chosen."),
        QT_TRANSLATE_NOOP("sentence", "Choose UDP instead of TCP for its address, or TCP instead of UDP."),
    ),
    "stream.tls_refused": (
        QT_TRANSLATE_NOOP("sentence", "This desk does not trust the certificate of the video's source: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Give the desk the authority that signed it, with the setting ca_file."),
    ),
    "stream.refused": (
        QT_TRANSLATE_NOOP("sentence", "The source does not let this desk see its video."),
        QT_TRANSLATE_NOOP("sentence", "Check the user and the password in its address."),
    ),
    "stream.refused/unexplained": (
        QT_TRANSLATE_NOOP("sentence", "The source turns this desk away and does not say why."),
        QT_TRANSLATE_NOOP("sentence", "Check the name, the user and the password in its address."),
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
    # Pushing it to the station, and reading it from there
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
    # Watching it
    "sound.no_device": (
        QT_TRANSLATE_NOOP("sentence", "This computer has no loudspeaker to play the sound."),
        QT_TRANSLATE_NOOP("sentence", "Connect one and turn the sound on again."),
    ),
    "source.unknown": (
        QT_TRANSLATE_NOOP("sentence", "This source of video is not registered any more."),
        QT_TRANSLATE_NOOP("sentence", "Choose another one for this tile."),
    ),
    "camera.no_address": (
        QT_TRANSLATE_NOOP("sentence", "Nobody has said where this camera's video is fetched."),
        QT_TRANSLATE_NOOP("sentence", "Give it an address under Cameras."),
    ),
    "snapshot.no_picture": (
        QT_TRANSLATE_NOOP("sentence", "There is no picture to keep at this moment."),
        QT_TRANSLATE_NOOP("sentence", "Try again once the tile is live."),
    ),
    "snapshot.not_written": (
        QT_TRANSLATE_NOOP("sentence", "The snapshot could not be written into {folder}: {reason}."),
        QT_TRANSLATE_NOOP("sentence", "Make room on the disk or let the desk write there, and take it again."),
    ),
}
