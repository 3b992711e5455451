"""Last days that letters told of

Revision: 1795884400
After: 1795883901
Made: 2026-11-28 16:46:40
"""

import sqlalchemy as sa
from alembic import op


revision = '1795884400'
down_revision = '1795883901'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('borrower', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reminded_of', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('borrower', schema=None) as batch_op:
        batch_op.drop_column('reminded_of')
