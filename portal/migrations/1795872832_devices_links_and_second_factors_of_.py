"""Devices, links and second factors of accounts

Revision: 1795872832
After: 1795872437
Made: 2026-11-28 13:33:52.620617
"""

import sqlalchemy as sa
from alembic import op


revision = '1795872832'
down_revision = '1795872437'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_table('account_errand',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('forgotten', 'guessed', name='kind', native_enum=False, create_constraint=True, length=12), nullable=False),
    sa.Column('name', sa.String(length=254), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_errand')),
    sa.UniqueConstraint('kind', 'name', name=op.f('uq_account_errand_kind_name'))
    )
    op.create_table('guesses',
    sa.Column('key', sa.LargeBinary(length=32), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_guesses'))
    )
    op.create_table('account_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('password', 'email', 'second_step', name='kind', native_enum=False, create_constraint=True, length=12), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_link_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_account_link_token_hash'))
    )
    with op.batch_alter_table('account_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_link_account_id'), ['account_id'], unique=False)

    op.create_table('device',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('signed_in_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_device_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_device_token_hash'))
    )
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_account_id'), ['account_id'], unique=False)

    op.create_table('recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_recovery_code_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('account_id', 'code_hash', name=op.f('uq_recovery_code_account_id_code_hash'))
    )
    op.create_table('second_factor',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_step', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_second_factor_account_id_account')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_second_factor'))
    )
    op.create_table('sign_in_name',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_name_account_id_account')),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_sign_in_name'))
    )
    with op.batch_alter_table('sign_in_name', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_name_account_id'), ['account_id'], unique=False)

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('locale', sa.String(length=5), server_default='vi', nullable=False))
        batch_op.add_column(sa.Column('grace_from', sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column('email',
               existing_type=sa.VARCHAR(length=254),
               nullable=True)
        batch_op.drop_column('session_key')



def downgrade() -> None:
    # Everybody signs in again; who has no address gets one that no mail goes to.
    op.execute("UPDATE account SET email = 'account-' || id || '@invalid' WHERE email IS NULL")
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('session_key', sa.VARCHAR(length=32), nullable=False, server_default=''))
        batch_op.alter_column('email',
               existing_type=sa.VARCHAR(length=254),
               nullable=False)
        batch_op.drop_column('grace_from')
        batch_op.drop_column('locale')

    with op.batch_alter_table('sign_in_name', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_name_account_id'))

    op.drop_table('sign_in_name')
    op.drop_table('second_factor')
    op.drop_table('recovery_code')
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_device_account_id'))

    op.drop_table('device')
    with op.batch_alter_table('account_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_link_account_id'))

    op.drop_table('account_link')
    op.drop_table('guesses')
    op.drop_table('account_errand')
