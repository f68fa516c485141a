"""An uploaded picture, as it was made anew (images/remaking.py): never the file that came in."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.base import Model, UTCDateTime, random_id


class Picture(Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id)
    client_id: Mapped[int | None] = mapped_column(  # whose it is; None: the practice's logo
        ForeignKey("client.id", ondelete="RESTRICT"), index=True
    )
    media_type: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]  # in pixels
    height: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # read only where it is served
    preview: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # small, for pages; always WebP
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    def within(self, width: int, height: int) -> tuple[int, int]:
        """Its size when fitted into this box, never enlarged."""
        scale = min(1.0, width / self.width, height / self.height)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))

    @staticmethod
    def of_client(client_id: int, public_id: str) -> "Picture | None":
        """A picture of this client; None also for another client's."""
        return db.session.scalar(
            select(Picture).where(Picture.client_id == client_id, Picture.public_id == public_id[:64])
        )
