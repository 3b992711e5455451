"""Indexes for new and popular titles

Revision: 1795418532
After: 1795415780
Made: 2026-11-23 07:22:12.303734
"""

import sqlalchemy as sa
from alembic import op


revision = '1795418532'
down_revision = '1795415780'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('copy', schema=None) as batch_op:
        batch_op.create_index('ix_copy_added', ['added_on', 'holding_library_id', 'record_id'], unique=False)

    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.create_index('ix_record_loans', ['loan_count', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.drop_index('ix_record_loans')

    with op.batch_alter_table('copy', schema=None) as batch_op:
        batch_op.drop_index('ix_copy_added')

