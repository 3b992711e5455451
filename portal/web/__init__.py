"""What every page shares: access, headers, forms, paging, errors, budgets."""
