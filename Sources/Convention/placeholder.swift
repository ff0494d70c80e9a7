// Convention
