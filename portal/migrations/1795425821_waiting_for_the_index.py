"""What waits for the search index, found at once

Revision: 1795425821
After: 1795419985
Made: 2026-11-23 09:23:41.563040
"""

import sqlalchemy as sa
from alembic import op


revision = '1795425821'
down_revision = '1795419985'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    waiting = sa.text('indexed_at IS NULL OR indexed_at != changed_at')
    gone = sa.text('indexed_at IS NULL')
    with op.batch_alter_table('deleted_record', schema=None) as batch_op:
        batch_op.create_index('ix_deleted_record_not_indexed', ['record_id'], unique=False, sqlite_where=gone, postgresql_where=gone)
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.create_index('ix_record_not_indexed', ['id', 'changed_at'], unique=False, sqlite_where=waiting, postgresql_where=waiting)


def downgrade() -> None:
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.drop_index('ix_record_not_indexed')
    with op.batch_alter_table('deleted_record', schema=None) as batch_op:
        batch_op.drop_index('ix_deleted_record_not_indexed')
