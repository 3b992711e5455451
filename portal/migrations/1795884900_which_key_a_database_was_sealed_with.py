"""Which key a database was sealed with

Revision: 1795884900
After: 1795884400
Made: 2026-11-28 16:55:00
"""

import sqlalchemy as sa
from alembic import op


revision = '1795884900'
down_revision = '1795884400'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_table('sealing_key_mark',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('fingerprint', sa.LargeBinary(length=32), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_sealing_key_mark_one')),
    sa.CheckConstraint('length(fingerprint) = 32', name=op.f('ck_sealing_key_mark_whole')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealing_key_mark'))
    )


def downgrade() -> None:
    op.drop_table('sealing_key_mark')
