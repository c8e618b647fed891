/*
 * The words of Windows' declarations that say how a parameter is used (SAL): here they say nothing. _In_ and its kin are
 * of today, __in and its kin of before 2012; and the words of structured exceptions.
 */
#ifndef OPENRAS_COMPAT_ANNOTATIONS_H
#define OPENRAS_COMPAT_ANNOTATIONS_H

/* Parameters of the C++ library are named __in and __out, and its own __try stands in inline functions: its headers that
 * do this must have been read before the words become Windows'. */
#ifdef __cplusplus
#include <algorithm>
#include <exception>
#include <iostream>
#include <locale>
#include <memory>
#include <regex>
#include <thread>
#endif

/* clang-format off */
#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _Inout_
#define _Inout_opt_
#define _Inout_z_
#define _Inout_opt_z_
#define _Out_
#define _Out_opt_
#define _Out_z_
#define _Out_opt_z_
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Outptr_opt_result_maybenull_
#define _Outptr_result_z_
#define _Outptr_opt_result_z_
#define _Outptr_result_nullonfailure_
#define _COM_Outptr_
#define _COM_Outptr_opt_
#define _Outref_
#define _Ret_z_
#define _Ret_maybenull_
#define _Ret_maybenull_z_
#define _Ret_notnull_
#define _Ret_null_
#define _Ret_valid_
#define _Check_return_
#define _Must_inspect_result_
#define _Use_decl_annotations_
#define _Reserved_
#define _Const_
#define _Null_terminated_
#define _NullNull_terminated_
#define _Printf_format_string_
#define _Scanf_format_string_
#define _Points_to_data_
#define _Pre_notnull_
#define _Pre_maybenull_
#define _Post_invalid_
#define _Post_ptr_invalid_
#define _Notnull_
#define _Maybenull_
#define _Field_z_
#define _Frees_ptr_
#define _Frees_ptr_opt_
#define _Interlocked_operand_

#define _In_reads_(...)
#define _In_reads_opt_(...)
#define _In_reads_bytes_(...)
#define _In_reads_bytes_opt_(...)
#define _In_reads_z_(...)
#define _In_reads_opt_z_(...)
#define _In_reads_or_z_(...)
#define _In_reads_to_ptr_(...)
#define _In_range_(...)
#define _In_count_(...)
#define _In_opt_count_(...)
#define _In_bytecount_(...)
#define _In_opt_bytecount_(...)
#define _Out_writes_(...)
#define _Out_writes_opt_(...)
#define _Out_writes_bytes_(...)
#define _Out_writes_bytes_opt_(...)
#define _Out_writes_z_(...)
#define _Out_writes_opt_z_(...)
#define _Out_writes_to_(...)
#define _Out_writes_to_opt_(...)
#define _Out_writes_all_(...)
#define _Out_writes_all_opt_(...)
#define _Out_writes_bytes_to_(...)
#define _Out_writes_bytes_to_opt_(...)
#define _Out_writes_bytes_all_(...)
#define _Out_writes_bytes_all_opt_(...)
#define _Out_writes_to_ptr_(...)
#define _Out_range_(...)
#define _Out_cap_(...)
#define _Out_opt_cap_(...)
#define _Out_bytecap_(...)
#define _Out_opt_bytecap_(...)
#define _Out_z_cap_(...)
#define _Out_opt_z_cap_(...)
#define _Inout_updates_(...)
#define _Inout_updates_opt_(...)
#define _Inout_updates_z_(...)
#define _Inout_updates_opt_z_(...)
#define _Inout_updates_to_(...)
#define _Inout_updates_to_opt_(...)
#define _Inout_updates_all_(...)
#define _Inout_updates_all_opt_(...)
#define _Inout_updates_bytes_(...)
#define _Inout_updates_bytes_opt_(...)
#define _Inout_updates_bytes_to_(...)
#define _Inout_updates_bytes_to_opt_(...)
#define _Inout_updates_bytes_all_(...)
#define _Inout_updates_bytes_all_opt_(...)
#define _Inout_count_(...)
#define _Inout_bytecount_(...)
#define _Outptr_result_buffer_(...)
#define _Outptr_opt_result_buffer_(...)
#define _Outptr_result_bytebuffer_(...)
#define _Outptr_opt_result_bytebuffer_(...)
#define _Ret_writes_(...)
#define _Ret_writes_z_(...)
#define _Ret_writes_bytes_(...)
#define _Ret_range_(...)
#define _Success_(...)
#define _Return_type_success_(...)
#define _On_failure_(...)
#define _Always_(...)
#define _When_(...)
#define _At_(...)
#define _Group_(...)
#define _Field_size_(...)
#define _Field_size_opt_(...)
#define _Field_size_bytes_(...)
#define _Field_size_bytes_opt_(...)
#define _Field_range_(...)
#define _Struct_size_bytes_(...)
#define _Readable_bytes_(...)
#define _Readable_elements_(...)
#define _Writable_bytes_(...)
#define _Writable_elements_(...)
#define _Pre_satisfies_(...)
#define _Post_satisfies_(...)
#define _Function_class_(...)
#define _Analysis_assume_(...)
#define _Acquires_lock_(...)
#define _Releases_lock_(...)
#define _Requires_lock_held_(...)
#define _Guarded_by_(...)

/* Of before 2012. */
#define __in
#define __out
#define __in_opt
#define __out_opt
#define __inout
#define __inout_opt
#define __deref_in
#define __deref_out
#define __deref_out_opt
#define __deref_opt_out
#define __deref_inout
#define __checkReturn
#define __nullterminated
#define __in_z
#define __in_z_opt
#define __out_z
#define __inout_z
#define __notnull
#define __maybenull
#define __success(...)
#define __in_bcount(...)
#define __in_bcount_opt(...)
#define __in_bcount_z(...)
#define __in_bcount_z_opt(...)
#define __in_ecount(...)
#define __in_ecount_opt(...)
#define __in_ecount_z(...)
#define __in_ecount_z_opt(...)
#define __out_bcount(...)
#define __out_bcount_opt(...)
#define __out_bcount_z(...)
#define __out_bcount_z_opt(...)
#define __out_bcount_part(...)
#define __out_bcount_part_opt(...)
#define __out_bcount_full(...)
#define __out_bcount_full_opt(...)
#define __out_ecount(...)
#define __out_ecount_opt(...)
#define __out_ecount_z(...)
#define __out_ecount_z_opt(...)
#define __out_ecount_part(...)
#define __out_ecount_part_opt(...)
#define __out_ecount_full(...)
#define __out_ecount_full_opt(...)
#define __inout_bcount(...)
#define __inout_bcount_opt(...)
#define __inout_bcount_z(...)
#define __inout_bcount_z_opt(...)
#define __inout_bcount_part(...)
#define __inout_bcount_part_opt(...)
#define __inout_bcount_full(...)
#define __inout_bcount_full_opt(...)
#define __inout_ecount(...)
#define __inout_ecount_opt(...)
#define __inout_ecount_z(...)
#define __inout_ecount_z_opt(...)
#define __inout_ecount_part(...)
#define __inout_ecount_part_opt(...)
#define __inout_ecount_full(...)
#define __inout_ecount_full_opt(...)
#define __deref_out_ecount(...)
#define __deref_out_bcount(...)
#define __deref_opt_out_ecount(...)
#define __field_bcount(...)
#define __field_ecount(...)
/* clang-format on */

/*
 * Structured exceptions do not exist here: __except does not compile. After a __try comes its __finally, and __leave goes
 * there; a return out of the __try passes __finally by.
 */
#if !defined(__cplusplus)
#define __try if (1)
#define __finally
#elif defined(__cpp_exceptions)
struct openras_compat_leave {};
#ifndef __try
#define __try try
#endif
#define __leave throw openras_compat_leave()
#define __finally \
    catch (const openras_compat_leave&) {}
#endif

#endif
