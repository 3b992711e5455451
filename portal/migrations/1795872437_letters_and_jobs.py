"""Letters to be sent, and when each job is due

Revision: 1795872437
After: 1795425821
Made: 2026-11-28 13:27:17.658482
"""

import sqlalchemy as sa
from alembic import op


revision = '1795872437'
down_revision = '1795425821'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_table('job_state',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done', sa.Integer(), nullable=True),
    sa.Column('troubles', sa.Integer(), nullable=False),
    sa.Column('trouble', sa.String(length=200), nullable=True),
    sa.CheckConstraint('troubles >= 0', name=op.f('ck_job_state_troubles')),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_job_state'))
    )
    op.create_table('letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('contents', sa.LargeBinary(), nullable=True),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('once', sa.String(length=200), nullable=True),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('handed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trouble', sa.String(length=200), nullable=True),
    sa.CheckConstraint('attempts >= 0', name=op.f('ck_letter_attempts')),
    sa.CheckConstraint('due_at IS NOT NULL OR handed_at IS NOT NULL OR sent_at IS NOT NULL OR failed_at IS NOT NULL', name=op.f('ck_letter_somewhere')),
    sa.CheckConstraint('due_at IS NULL OR (handed_at IS NULL AND sent_at IS NULL AND failed_at IS NULL AND contents IS NOT NULL)', name=op.f('ck_letter_waiting')),
    sa.CheckConstraint('sent_at IS NULL OR (contents IS NULL AND failed_at IS NULL)', name=op.f('ck_letter_sent')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('once', name=op.f('uq_letter_once'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index('ix_letter_waiting', ['due_at'], unique=False, sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))


def downgrade() -> None:
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index('ix_letter_waiting', sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))

    op.drop_table('letter')
    op.drop_table('job_state')
