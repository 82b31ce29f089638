// The LAPACK and BLAS routines that Regression calls, with Fortran's calling convention: every
// argument by address, 32-bit integers, and the length of each character argument at the end.
#ifndef FINEGRAIN_CLAPACK_H
#define FINEGRAIN_CLAPACK_H

#include <stddef.h>
#include <stdint.h>

// A = QR by Householder reflections.
void dgeqrf_(const int32_t *m, const int32_t *n, double *a, const int32_t *lda, double *tau,
             double *work, const int32_t *lwork, int32_t *info);

// C := op(Q) C or C op(Q), Q from dgeqrf.
void dormqr_(const char *side, const char *trans, const int32_t *m, const int32_t *n, const int32_t *k,
             const double *a, const int32_t *lda, const double *tau, double *c, const int32_t *ldc,
             double *work, const int32_t *lwork, int32_t *info, size_t side_length, size_t trans_length);

// Solves op(A) X = B, A triangular, with a check for a zero on the diagonal.
void dtrtrs_(const char *uplo, const char *trans, const char *diag, const int32_t *n, const int32_t *nrhs,
             const double *a, const int32_t *lda, double *b, const int32_t *ldb, int32_t *info,
             size_t uplo_length, size_t trans_length, size_t diag_length);

// B := alpha op(A)^-1 B or alpha B op(A)^-1, A triangular.
void dtrsm_(const char *side, const char *uplo, const char *trans, const char *diag, const int32_t *m,
            const int32_t *n, const double *alpha, const double *a, const int32_t *lda, double *b,
            const int32_t *ldb, size_t side_length, size_t uplo_length, size_t trans_length,
            size_t diag_length);

// C := alpha A A' + beta C or alpha A' A + beta C.
void dsyrk_(const char *uplo, const char *trans, const int32_t *n, const int32_t *k, const double *alpha,
            const double *a, const int32_t *lda, const double *beta, double *c, const int32_t *ldc,
            size_t uplo_length, size_t trans_length);

// C := alpha op(A) op(B) + beta C.
void dgemm_(const char *transa, const char *transb, const int32_t *m, const int32_t *n, const int32_t *k,
            const double *alpha, const double *a, const int32_t *lda, const double *b, const int32_t *ldb,
            const double *beta, double *c, const int32_t *ldc, size_t transa_length, size_t transb_length);

// y := alpha op(A) x + beta y.
void dgemv_(const char *trans, const int32_t *m, const int32_t *n, const double *alpha, const double *a,
            const int32_t *lda, const double *x, const int32_t *incx, const double *beta, double *y,
            const int32_t *incy, size_t trans_length);

// Eigenvalues (rising) and eigenvectors of a symmetric matrix.
void dsyev_(const char *jobz, const char *uplo, const int32_t *n, double *a, const int32_t *lda, double *w,
            double *work, const int32_t *lwork, int32_t *info, size_t jobz_length, size_t uplo_length);

#endif
