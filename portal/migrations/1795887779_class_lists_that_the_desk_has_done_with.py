"""Class lists that the desk has done with

Revision: 1795887779
After: 1795884900
Made: 2026-11-28 17:43:00.175031
"""

import sqlalchemy as sa
from alembic import op


revision = '1795887779'
down_revision = '1795884900'
branch_labels = ()
depends_on = None


# Done with by what the teacher was told until now: the list made somebody, and nobody of them waits.
# When: the last of them stopped waiting then, as far as the log knows.
DONE = """
UPDATE class_list SET issued_at = COALESCE(
    (SELECT MAX(card_event.at) FROM card_event
     JOIN class_member ON class_member.borrower_id = card_event.borrower_id
     WHERE class_member.class_list_id = class_list.id AND NOT class_member.was_there
     AND card_event."before" = 'pending' AND card_event."after" <> 'pending'),
    confirmed_at, created_at)
WHERE EXISTS (SELECT 1 FROM class_member
    WHERE class_member.class_list_id = class_list.id AND NOT class_member.was_there)
AND NOT EXISTS (SELECT 1 FROM class_member
    JOIN borrower ON borrower.id = class_member.borrower_id
    WHERE class_member.class_list_id = class_list.id AND NOT class_member.was_there
    AND borrower.state = 'pending')
"""


def upgrade() -> None:
    with op.batch_alter_table('class_list', schema=None) as batch_op:
        batch_op.add_column(sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True))
    op.execute(DONE)


def downgrade() -> None:
    with op.batch_alter_table('class_list', schema=None) as batch_op:
        batch_op.drop_column('issued_at')
