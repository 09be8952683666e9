"""How a device sends video to the station: with ffmpeg, with OBS.

What they send to is an address that takes an HTTP POST for as long as there is video. FFmpeg, which OBS's custom
output is made of, posts to any HTTP address that it writes to. Met: OBS Studio 29.0.2.

Sources: FFmpeg's documentation of protocols (http) and formats (mpegts); the texts of OBS Studio's settings.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.history import Address
from ui.dialogs.guide import Guide, Line
from ui.theme.look import Look

#: Two seconds at 25 pictures a second: nobody who looks in waits longer for the first picture.
_KEY_FRAME_EVERY = 50
#: Otherwise libx264 looks at many pictures before it lets one go: 0.9 s from OBS to the tile instead of 0.25.
_AT_ONCE = "preset=veryfast tune=zerolatency"

translate = QCoreApplication.translate


def ffmpeg_guide(address: Address, look: Look) -> Guide:
    lines = (
        Line(translate("guide", "A file, as if it were a camera"), file_command(address)),
        Line(translate("guide", "A camera of this machine (Linux)"), camera_command(address)),
        Line(translate("guide", "Video address"), address.stream_url),
    )
    how = translate(
        "guide",
        "Paste a line into a shell where ffmpeg is installed; put the name of your file or camera into it. "
        "The address takes MPEG-TS, FLV, WebM or fragmented MP4 from anything that can send it by HTTP POST.",
    )
    return Guide(lines, how, "", look)


def obs_guide(address: Address, look: Look) -> Guide:
    lines = (
        Line("File path or URL", address.stream_url),
        Line("Container Format", "mpegts", is_secret=False),
        Line("Keyframe interval (frames)", str(_KEY_FRAME_EVERY), is_secret=False),
        Line("Video Encoder", "libx264", is_secret=False),
        Line("Video Encoder Settings", _AT_ONCE, is_secret=False),
        Line("Audio Encoder", "aac", is_secret=False),
    )
    how = translate(
        "guide",
        "Settings → Output → Output Mode: Advanced → Recording. Type: Custom Output (FFmpeg); "
        "FFmpeg Output Type: Output to URL; the rest as above. Start Recording sends. "
        "When the line breaks, OBS says that recording failed, and has to be started again.",
    )
    return Guide(lines, how, "", look)


def file_command(address: Address) -> str:
    return f'ffmpeg -re -i x.mp4 -c copy -f mpegts -method POST "{address.stream_url}"'


def camera_command(address: Address) -> str:
    """H.264 that waits for nothing, in a form that every decoder reads."""
    encoder = f"-c:v libx264 -preset veryfast -tune zerolatency -pix_fmt yuv420p -g {_KEY_FRAME_EVERY}"
    return f'ffmpeg -f v4l2 -i /dev/video0 {encoder} -f mpegts -method POST "{address.stream_url}"'
