"""Accounts

Revision: 1795415780
After: 1795415262
Made: 2026-11-23 06:36:20.074249
"""

import sqlalchemy as sa
from alembic import op


revision = '1795415780'
down_revision = '1795415262'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('role', sa.Enum('reader', 'librarian', 'head', 'city_staff', 'administrator', name='role', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('library_id', sa.Integer(), nullable=True),
    sa.Column('session_key', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['library_id'], ['library.id'], name=op.f('fk_account_library_id_library')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )


def downgrade() -> None:
    op.drop_table('account')
