"""Lines of class lists as they were typed

Revision: 1795879200
After: 1795875127
Made: 2026-11-28 15:20:00
"""

import sqlalchemy as sa
from alembic import op


revision = '1795879200'
down_revision = '1795875127'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('class_member', schema=None) as batch_op:
        batch_op.add_column(sa.Column('typed_name', sa.String(length=200), nullable=True))
        batch_op.drop_constraint('pk_class_member', type_='primary')
        batch_op.create_primary_key('pk_class_member', ['class_list_id', 'position', 'borrower_id'])


def downgrade() -> None:
    op.execute(
        'DELETE FROM class_member WHERE EXISTS (SELECT 1 FROM class_member AS earlier'
        ' WHERE earlier.class_list_id = class_member.class_list_id'
        ' AND earlier.borrower_id = class_member.borrower_id'
        ' AND earlier.position < class_member.position)'
    )
    with op.batch_alter_table('class_member', schema=None) as batch_op:
        batch_op.drop_constraint('pk_class_member', type_='primary')
        batch_op.create_primary_key('pk_class_member', ['class_list_id', 'borrower_id'])
        batch_op.drop_column('typed_name')
